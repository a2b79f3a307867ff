package routing

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"anchorage/system"
)

// Store is what the ladder needs of one.
type Store interface {
	system.Experiments
	Account(ctx context.Context, id system.AccountID) (system.Account, error)
}

// Config is what a ladder needs. Every field is required unless stated otherwise.
type Config struct {
	Store    Store
	Settings func() system.Settings // with defaults
	// Enabled is the authorization that accounts of a provider are linked through.
	Enabled func(system.Provider) system.Authorization
	// Rand picks who takes part in an experiment: a pure function of its arguments.
	Rand  func(entity, operation string, n uint64) uint64
	Lane  func(entity string) time.Duration
	Log   *slog.Logger
	Meter system.LadderMeter
	Step  func(system.Step) // is told of every step; may be nil
}

// Ladder climbs none, email, mailbox_id, relink for accounts that fail, as far as
// routing.remediation lets it: each rung is tried on a few of them before the
// others follow. It is safe for concurrent use.
type Ladder struct {
	config  Config
	looking sync.WaitGroup

	mu          sync.Mutex
	experiments []system.Experiment // all, by ID
	rungs       rungs
	failures    map[system.AccountID]failure // of failing accounts; unknown ones had no round since the start
	plan        plan                         // of the last look
}

// failure is the outcome of an account's last round.
type failure struct {
	generation int // of the credentials that it was made with
	curable    bool
}

// NewLadder returns a ladder that does nothing by itself until Start.
func NewLadder(c Config) *Ladder {
	return &Ladder{config: c, rungs: rungsOf(nil), failures: map[system.AccountID]failure{}}
}

// Start reads what is known from before and begins to look after failing
// accounts, until ctx ends; Wait waits for that.
func (l *Ladder) Start(ctx context.Context) error {
	all, err := l.config.Store.Experiments(ctx)
	if err != nil {
		return err
	}
	l.mu.Lock()
	l.experiments, l.rungs = all, rungsOf(all)
	l.mu.Unlock()
	lane := l.config.Lane("ladder")
	l.looking.Go(func() { l.watch(ctx, lane) })
	return nil
}

// Wait waits until the ladder has ended.
func (l *Ladder) Wait() { l.looking.Wait() }

// Choose is the rung that the next request of an account sends.
func (l *Ladder) Choose(settings system.RoutingSettings, a system.Account) system.Hint {
	base := Choose(settings, a)
	if settings.Remediation == system.RemediationManual || settings.Remediation == "" {
		return base
	}
	l.mu.Lock()
	r, f := l.rungs, l.failures[a.ID]
	l.mu.Unlock()
	if f.generation != a.Generation {
		return r.sent(base, a) // what it sends has not failed yet
	}
	return r.tried(base, a, time.Now())
}

// Settled is told the outcome of every round: whether it failed, and if so
// whether in a way that a routing hint may cure.
func (l *Ladder) Settled(a system.Account, failed, curable bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if failed {
		l.failures[a.ID] = failure{a.Generation, curable}
		return
	}
	delete(l.failures, a.ID)
}

// MayAsk lists the accounts, as they were at the last look, whose owners may be
// asked to relink although nobody has ordered it.
func (l *Ladder) MayAsk() []system.Account {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.plan.ask
}

// Experiments returns all, the oldest first.
func (l *Ladder) Experiments() []system.Experiment {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.experiments
}

// Remedy says what is done about an account that fails; nothing while that is
// only to try again.
func (l *Ladder) Remedy(id system.AccountID) system.Remedy {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.plan.remedies[id]
}
