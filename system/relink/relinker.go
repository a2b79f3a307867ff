// Package relink asks owners to link their calendar again, by mail and at an even
// pace: when an operator has ordered it, or when whoever decides that nothing else
// can help names them.
package relink

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"time"

	"anchorage/system"
)

// Selections of a campaign.
const (
	Failing = "failing" // accounts that fail, or that only their owner can help
	All     = "all"     // every linked account, as before a mechanism is retired
)

// Config is what a relinker needs. Every field is required unless stated otherwise.
type Config struct {
	Store     system.Store
	Send      func(context.Context, Letter) error // as Mailer.Send
	Settings  func() system.Settings
	PublicURL string // links begin with it
	// Random is the source of tokens and message ids. Production reads crypto/rand.
	Random func(entity, operation string) io.Reader
	// Rand orders the accounts of a campaign: a pure function of its arguments.
	Rand  func(entity, operation string, n uint64) uint64
	Lane  func(entity string) time.Duration
	Log   *slog.Logger
	Meter system.Meter
	// Asks and MayAsk are for Watch alone: MayAsk names the accounts whose owners may
	// be asked although nobody has ordered it, with the credentials that fail; nil names
	// none.
	Asks   system.Asks
	MayAsk func() []system.Account
}

// Relinker runs campaigns. It is safe for concurrent use.
type Relinker struct {
	config    Config
	campaigns sync.WaitGroup

	mu      sync.Mutex
	started int
}

// New returns a relinker that does nothing until a campaign starts.
func New(c Config) *Relinker { return &Relinker{config: c} }

// Campaign is an operator's order.
type Campaign struct {
	Select  string  // Failing or All
	PerHour float64 // share of the group that is asked per hour; 0.2 ends after five hours whatever the group's size
}

// Start selects the group and begins to send, the first mail at once. The
// campaign ends with ctx; Wait waits for that. What the store cannot answer is
// an error, and so is an order that makes no sense.
func (r *Relinker) Start(ctx context.Context, c Campaign) error {
	if c.Select != Failing && c.Select != All {
		return fmt.Errorf("relink: %q selects nobody; expected %s or %s", c.Select, Failing, All)
	}
	if !(c.PerHour > 0 && c.PerHour <= 1000) {
		return fmt.Errorf("relink: a pace of %g of the group per hour; expected more than 0", c.PerHour)
	}
	accounts, err := r.config.Store.Accounts(ctx)
	if err != nil {
		return fmt.Errorf("relink: accounts: %w", err)
	}
	r.mu.Lock()
	r.started++
	name := "relink/" + strconv.Itoa(r.started)
	r.mu.Unlock()
	group := r.group(accounts, c.Select, name)
	r.config.Log.Info("relink campaign begins", "campaign", name, "select", c.Select, "accounts", len(group), "per_hour", c.PerHour)
	if len(group) == 0 {
		return nil
	}
	run := &run{
		config: r.config, name: name, wanted: c.Select, lane: r.config.Lane(name), queue: group,
		// Whole milliseconds, rounded down: the last mail is never late.
		interval: (time.Duration(float64(time.Hour)/c.PerHour) / time.Duration(len(group))).Truncate(time.Millisecond),
	}
	r.campaigns.Go(func() { run.all(ctx) })
	return nil
}

// Wait waits for every campaign to end.
func (r *Relinker) Wait() { r.campaigns.Wait() }

// group orders the selected accounts by a keyed draw, so that a campaign reaches
// all kinds of accounts from its first mails on.
func (r *Relinker) group(accounts []system.Account, wanted, name string) []*asking {
	var group []*asking
	for _, a := range accounts {
		if mayAsk(a, wanted) {
			group = append(group, &asking{id: a.ID, order: r.config.Rand(a.Key, name, 0)})
		}
	}
	slices.SortStableFunc(group, func(a, b *asking) int {
		switch {
		case a.order < b.order:
			return -1
		case a.order > b.order:
			return 1
		}
		return 0
	})
	return group
}

// mayAsk says whether an account may be asked now. That the provider is down
// makes an account fail; only the operator's order makes that a reason to ask.
func mayAsk(a system.Account, wanted string) bool {
	switch a.State {
	case system.StateFailing, system.StateReauthorise, system.StateConfirm:
		return true
	case system.StateHealthy:
		return wanted == All
	}
	return false // not linked yet
}

// open says whether an ask of the account's present credentials waits for its
// owner: there is one per generation.
func open(ctx context.Context, s system.Store, a system.Account, now time.Time) (bool, error) {
	ask, err := s.OpenAsk(ctx, a.ID)
	switch {
	case errors.Is(err, system.ErrNotFound):
		return false, nil
	case err != nil:
		return false, fmt.Errorf("open ask: %w", err)
	}
	return ask.Generation == a.Generation && now.Before(ask.ExpiresAt), nil
}
