package system

import (
	"context"
	"fmt"
	"time"
)

// HintRelink is the last rung of the routing ladder, above every hint: the owner
// is asked to link anew, into an authorization that tells the mailbox id.
const HintRelink Hint = "relink"

// Remediation says how far the system climbs the routing ladder by itself.
type Remediation string

// Remediations. In each of them what an operator deploys is the lowest rung.
const (
	RemediationManual   Remediation = "manual"   // not at all
	RemediationAssisted Remediation = "assisted" // it experiments and offers what it found; a person deploys
	RemediationAuto     Remediation = "auto"     // it promotes what helped, and asks owners to relink when nothing cheaper is left
)

// Values lists all remediations, for schemas.
func (Remediation) Values() []string {
	return []string{string(RemediationManual), string(RemediationAssisted), string(RemediationAuto)}
}

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Remediation) UnmarshalText(b []byte) error {
	switch v := Remediation(b); v {
	case RemediationManual, RemediationAssisted, RemediationAuto:
		*r = v
		return nil
	}
	return fmt.Errorf("routing.remediation cannot be %q; expected manual, assisted or auto", b)
}

// RoutingGroup is the accounts that share what an experiment with a rung finds
// out: the provider routes them alike, and their tokens tell it the same.
type RoutingGroup struct {
	Provider      Provider
	Authorization Authorization
}

// GroupOf tells the group of an account.
func GroupOf(a Account) RoutingGroup { return RoutingGroup{a.Provider, a.Authorization} }

// ExperimentResult is what became of an experiment.
type ExperimentResult string

// Results. After every one but ExperimentPromoted and ExperimentOffered nobody
// sends the tried rung on account of the experiment, save pilots that it healed
// and that nothing else would keep well.
const (
	ExperimentRunning   ExperimentResult = ""               //
	ExperimentPromoted  ExperimentResult = "promoted"       // it helped; the group's failing accounts follow
	ExperimentOffered   ExperimentResult = "offered"        // it helped; a person decides
	ExperimentNoHelp    ExperimentResult = "no_help"        // too few pilots recovered
	ExperimentHarmed    ExperimentResult = "harmed"         // pilots fared much worse than those left alone, or the hint is wrong for most
	ExperimentRecovered ExperimentResult = "control_healed" // those left alone recovered as well
	ExperimentTooFew    ExperimentResult = "too_few"        // nobody to compare with, or no pilot could be tried
	ExperimentOvertaken ExperimentResult = "overtaken"      // an operator deployed the rung, or turned the ladder off
)

// ExperimentResults lists all of experiments that have ended, for metrics.
var ExperimentResults = []ExperimentResult{ExperimentPromoted, ExperimentOffered, ExperimentNoHelp, ExperimentHarmed,
	ExperimentRecovered, ExperimentTooFew, ExperimentOvertaken}

// Experiment tries a rung of the ladder on a few failing accounts of a group.
type Experiment struct {
	ID        int64 // in order of beginning, from 1
	Group     RoutingGroup
	From, To  Hint          // the rung that fails, and the one that is tried
	Into      Authorization // that HintRelink links into; "" for other rungs
	Pilots    []AccountID   // send To
	Control   []AccountID   // failing like the pilots and left alone; none with HintRelink
	Healed    []AccountID   // pilots that recovered in time; known from ReadAt on
	StartedAt time.Time
	ReadAt    time.Time // when the pilots were judged; zero before
	EndedAt   time.Time // zero while it runs
	Result    ExperimentResult
}

// Experiments keeps what the ladder knows, so that a restart goes on from it.
// Methods as of Store.
type Experiments interface {
	// BeginExperiment stores a new one and returns it with its ID.
	BeginExperiment(ctx context.Context, e Experiment) (Experiment, error)
	// SaveExperiment stores Healed, ReadAt, EndedAt and Result. ErrStale if it has
	// ended before.
	SaveExperiment(ctx context.Context, e Experiment) error
	// Experiments returns all, ordered by ID.
	Experiments(ctx context.Context) ([]Experiment, error)
	// FailingAccounts returns accounts in StateFailing, ordered by ID, but for those of
	// which another mailbox waits for the owner's word.
	FailingAccounts(ctx context.Context) ([]Account, error)
}

// Asks is what pacing mails to owners needs to know of those that were sent, by
// whomever and before whichever restart. Methods as of Store.
type Asks interface {
	// AsksSince returns the instants of asks after t, oldest first.
	AsksSince(ctx context.Context, t time.Time) ([]time.Time, error)
	// AsksOf returns the asks that an account got for a generation of its
	// credentials, oldest first.
	AsksOf(ctx context.Context, id AccountID, generation int) ([]Ask, error)
	// OpenAsks returns every ask that was neither used nor has expired at t, oldest first.
	OpenAsks(ctx context.Context, t time.Time) ([]Ask, error)
	// ExpireAsk ends an open ask's link, before another takes its place. ErrStale if
	// it was used meanwhile.
	ExpireAsk(ctx context.Context, digest string, at time.Time) error
}

// LadderMeter receives what the metrics count of the ladder. Methods don't block.
type LadderMeter interface {
	Experiment(p Provider, result ExperimentResult) // ended
	Unhelped(p Provider, accounts int)              // that nothing can help now
}

// Step is one that the system took of its own accord.
type Step struct {
	At       time.Time
	Provider Provider
	What     string // in words, without ids of accounts
}

// Remedy is what is done about an account that fails.
type Remedy struct {
	Helpless bool   // nothing that the system may do is left
	Text     string // in words, for people
}
