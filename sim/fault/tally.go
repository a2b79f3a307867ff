package fault

import (
	"fmt"
	"sync"

	"anchorage/sim/keyed"
	"anchorage/sim/units"
)

// tally is what a rule with nth or probability knows beside the request: how many
// requests of the same mailbox met all its other conditions while it was in
// force, in this period of its flicker. Each mailbox has a count of its own, so
// the order in which mailboxes come cannot matter; requests of no known mailbox
// share one.
type tally struct {
	seed   keyed.Seed
	draw   string // operation of the keyed draw
	nth    Nth
	chance units.Share // 0: always

	mu   sync.Mutex
	seen map[string]count // key: mailbox id, "" for none
}

// count is that of one mailbox in one period.
type count struct{ period, n int }

// newTally returns nil for rules that need none.
func newTally(r Rule, seed keyed.Seed) *tally {
	if r.Match.Nth.IsZero() && r.Match.Probability == 0 {
		return nil
	}
	return &tally{
		seed: seed, draw: "fault probability/" + r.Name, nth: r.Match.Nth, chance: r.Match.Probability,
		seen: map[string]count{},
	}
}

// next counts a request and gives its ordinal number, from 1.
func (t *tally) next(mailboxID string, period int) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := t.peekLocked(mailboxID, period)
	t.seen[mailboxID] = count{period, n}
	return n
}

// peek is the ordinal number that the next request would get.
func (t *tally) peek(mailboxID string, period int) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.peekLocked(mailboxID, period)
}

func (t *tally) peekLocked(mailboxID string, period int) int {
	if c := t.seen[mailboxID]; c.period == period {
		return c.n + 1
	}
	return 1
}

// failures counts, of nth and probability, those that do not hold for the n-th
// request.
func (t *tally) failures(mailboxID string, period, n int) int {
	failed := 0
	if !t.inRange(n) {
		failed++
	}
	if !t.drawn(mailboxID, period, n) {
		failed++
	}
	return failed
}

func (t *tally) inRange(n int) bool { return t.nth.IsZero() || t.nth.holds(n) }

// drawn is keyed by rule, mailbox, period and number, and by nothing that other
// mailboxes do.
func (t *tally) drawn(mailboxID string, period, n int) bool {
	if t.chance == 0 || t.chance >= 1 {
		return true
	}
	return t.seed.Float(mailboxID, t.draw, uint64(period)<<32|uint64(n)) < t.chance.F()
}

// firstFailed says why the next request would not be hit, "" if it would.
func (t *tally) firstFailed(mailboxID string, period int) string {
	n := t.peek(mailboxID, period)
	switch {
	case !t.inRange(n):
		return fmt.Sprintf("nth: number %d of its mailbox, not %s", n, t.nth)
	case !t.drawn(mailboxID, period, n):
		return fmt.Sprintf("probability: number %d of its mailbox is not among the %s drawn", n, percent(t.chance.F()))
	}
	return ""
}

// mailboxID is "" for a request of no known mailbox.
func (r Request) mailboxID() string {
	if r.Mailbox == nil {
		return ""
	}
	return r.Mailbox.ID
}
