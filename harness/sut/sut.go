// Package sut is the door through which a sync system enters a world. It knows
// no particular system: ours comes in by harness/ours, another team's by an
// adapter of their own.
//
// Everything runs inside a testing/synctest bubble: time is the scenario's, so
// an engine uses the standard library's clock. In return it must not open a
// socket (use Env), not hold a mutex across I/O or a sleep, draw randomness and
// lanes from Env only, and end every goroutine in Stop.
package sut

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Factory starts systems.
type Factory interface {
	// Settings returns a pointer to a new value of the type that the `system:`
	// part of a scenario file is decoded into: its fields give the schema and the
	// error messages. Struct tags are `yaml`, unknown keys are errors.
	Settings() any
	// Capabilities of a system started with these settings.
	Capabilities(settings json.RawMessage) (Capabilities, error)
	// Start starts one system inside the bubble. ctx ends with the world.
	Start(ctx context.Context, env Env) (System, error)
}

// Capabilities say what can be judged; what needs an absent one is "not
// applicable".
type Capabilities struct {
	Poll   time.Duration // how often each account is synchronised
	Relink bool          // asks owners to relink
	Alerts bool          // delivers alerts to the sinks
	Writes bool          // takes changes from owners and delivers them
	// AskAgain is the shortest time after which an owner who was asked to relink and
	// has not answered may be asked again, since a reminder is due or the link has worn
	// out; 0: a day.
	AskAgain time.Duration
	// AskPerHour is how many owners it asks to relink at most within any hour without
	// being ordered to; 0: it promises no pace.
	AskPerHour int
	// OrderedOnly: with these settings it asks nobody to relink without an order whose
	// credentials are good, until its settings are changed.
	OrderedOnly bool
	// Retry is the longest time between two attempts to synchronise an account that
	// fails, is not asked to wait and needs nothing of its owner; 0: it promises none.
	Retry time.Duration
	// Trial is the longest time for which it tries a routing hint that helps nobody,
	// without being ordered to; 0: it promises none.
	Trial time.Duration
	// Contract is what it promises of its alerts; nil: nothing.
	Contract *AlertContract
	// Operated: settings change while it runs. A system that does not say so is
	// still handed the team's orders if it implements Operated.
	Operated bool
}

// Env is all that a system sees of the world.
type Env struct {
	HTTP http.RoundTripper // the only way out; an unknown host fails the world
	// Dial reaches the simulated hosts for protocols other than HTTP (SMTP), and
	// for HTTP clients that insist on a connection.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
	// Listen opens a server of the system's at a simulated host name, as
	// "sync.example.com:80".
	Listen func(addr string) (net.Listener, error)
	// PublicURL is the base of the system's own addresses, as in relink mails.
	PublicURL string
	// Rand is keyed randomness: a pure function of its arguments and the seed.
	Rand func(entity, operation string, n uint64) uint64
	// Lane is entity's own offset, unique and below half a millisecond. Every other
	// duration of the system is in whole milliseconds.
	Lane func(entity string) time.Duration
	Log  *slog.Logger
	// Settings is the `system:` part of the scenario, as JSON.
	Settings json.RawMessage
	// ReadFile reads a file that settings name, beside the scenario file.
	ReadFile func(name string) ([]byte, error)
	// Hosts are the addresses of the world that a deployment is configured with.
	Hosts Hosts
	// Disk outlives a Kill; nil in a world that kills nobody.
	Disk *Disk
}

// Disk is what a killed system leaves behind for the next Start. The world makes
// an empty one, hands the same to each Start, and closes Kept, if a system has put
// something there, after the last one's Stop.
type Disk struct{ Kept io.Closer }

// Hosts are host names of the simulated world.
type Hosts struct{ Mail string } // "mail.example.com:25"

// System is a running sync system.
type System interface {
	// Link links an account through the system's own OAuth flow. browser is the
	// owner's: it carries their session at the identity provider.
	Link(ctx context.Context, account AccountSpec, browser http.RoundTripper) (AccountID, error)
	// Read is what an owner sees.
	Read(ctx context.Context, id AccountID, window Window) (Snapshot, error)
	// Stop ends the system gracefully; what is left behind fails the world.
	Stop(ctx context.Context) error
}

// AccountID is the system's name for an account.
type AccountID string

// AccountSpec is what an owner tells the system when linking.
type AccountSpec struct {
	Mailbox       string // name in the world; a stable key for lanes, not shown to providers
	Provider      string // outlook.com | microsoft365
	Authorization string // live | identity_platform
	Email         string // the owner's sign-in address, also where mail reaches them
}

// Window is a half-open span of time.
type Window struct{ From, Until time.Time }

// Snapshot is one answer to a read.
type Snapshot struct {
	Events []Event
	AsOf   time.Time // the instant that the answer speaks of: the start of the last good round
	Stale  bool      // the answer says of itself that it is older than it should be
}

// Event is an event as an owner sees it.
type Event struct {
	ID         string // the provider's; of an event that only a queued create knows, that create's key
	Subject    string
	Start, End time.Time
	Busy       string // free, tentative, busy, oof, workingElsewhere
}

// Operated systems can be changed while they run.
type Operated interface {
	Deploy(ctx context.Context, settings json.RawMessage) error
	Enable(ctx context.Context, settings json.RawMessage) error
	// Try changes settings for a while and puts them back.
	Try(ctx context.Context, settings json.RawMessage, lasts time.Duration) error
}

// Relinker systems can ask owners to relink.
type Relinker interface {
	Relink(ctx context.Context, campaign RelinkCampaign) error
}

// RelinkCampaign orders relink mails.
type RelinkCampaign struct {
	Select  string  // failing | all
	PerHour float64 // share of the selected group per hour
}

// Writer systems take changes from owners and deliver each exactly once, in
// order for each event.
type Writer interface {
	// Write accepts a change and returns at once; it is delivered when the provider
	// takes it. key is the caller's name for the change: the same key again is the
	// same change.
	Write(ctx context.Context, id AccountID, key string, change Change) error
	// Written says what has become of an accepted change, as the owner can learn it.
	Written(ctx context.Context, id AccountID, key string) (WriteState, error)
}

// WriteState is what has become of a change. One that is delivered is in effect at
// the provider; one in conflict or failed never will be.
type WriteState struct {
	State  string // queued, delivered, conflict, failed
	Reason string // of a conflict or failure, for the owner
}

// Change is one change of an event that an owner makes through the system.
type Change struct {
	Kind       string // create, update, delete
	Event      string // the provider's id for update and delete; for an event that a queued create makes, the key of that create
	Subject    string
	Start, End time.Time
}

// Inspector systems tell what they do of their own accord. It explains a history,
// and nothing is ever judged by it.
type Inspector interface {
	// Inspect hands over who is told; called once, right after Start. tell may be called
	// from any goroutine.
	Inspect(tell func(Step))
}

// Lister systems list the accounts that nothing can help, as people who operate them
// read it. That is judged: such an account must not be forgotten.
type Lister interface {
	Unhelped(ctx context.Context) ([]AccountID, error)
}

// Reporter systems say how an account is, as people who operate them read it. That is
// judged: one whose owner has linked anew is well after a round only.
type Reporter interface {
	// Well says whether the account is shown as one that needs nothing.
	Well(ctx context.Context, id AccountID) (bool, error)
}

// Step is one that a system took of its own accord.
type Step struct {
	At       time.Time
	Provider string // that it concerns
	What     string // in words, without ids of accounts
}

// Killable systems can be ended without flushing. Start with the same Disk
// continues where the last durable state stood; what was deployed and enabled
// before is ordered again, at once. After Kill nothing of the system acts any more,
// and Stop is not called.
type Killable interface{ Kill() }
