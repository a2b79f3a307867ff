package history

import (
	"slices"
	"time"

	"anchorage/sim/journal"
)

// OutcomeLinked is the outcome of a relinking that reached its goal.
const OutcomeLinked = "linked"

// track is what a recorder knows of one mailbox.
type track struct {
	id           string
	actor        string // "mailbox/<id>"
	cohorts      []int  // positions in Recorder.cohorts
	requests     int
	shape        *shape // of its last request
	linked       bool   // a round has completed
	lastComplete time.Time
	age          time.Duration // of lastComplete, at the last sample
	failing      bool
	refused      bool        // a token was refused for good since lastComplete, in whatever words
	hint         string      // form of the routing hint of its last request for the calendar
	token        string      // kind of token of that request
	passed       []string    // forms of hints with which it has completed a round
	rejected     bool        // a refresh was refused for good since lastComplete
	rejectedAt   time.Time   // when it was first
	routable     bool        // since it began to fail it met a failure that a routing hint may change
	asked        bool        // ever, to relink
	since        time.Time   // of failing
	tried        bool        // since then a round was tried for sure: changes and links ask for no events
	attempts     int         // failed requests since
	waiting      bool        // asked to relink while failing, not answered since
	relinked     bool        // relinked while failing
	known        time.Time   // what the round whose pages come in may tell of; zero: no page yet
	unseen       []time.Time // edits that no round has told the system of, by instant
}

// refusesGrant says whether a token endpoint's answer is about the grant, and no
// trouble of its own that passes (provider contract 2.3).
func refusesGrant(x *journal.Exchange) bool {
	switch x.Code {
	case rejectedCode, "interaction_required", "consent_required":
		return x.Operation == journal.Token && x.Failed()
	}
	return false
}

// rerouteLocked notices that a request for the calendar carries another form of hint.
// With another kind of token the mailbox has been linked anew, and who chose the hint is
// not to be told from that.
func (r *Recorder) rerouteLocked(t *track, x *journal.Exchange) {
	if x.Operation == journal.Token {
		return
	}
	if t.hint != "" && t.hint != x.Hint && t.token == x.TokenKind {
		r.addLocked(x.At, t.actor, Rerouted{
			Mailbox: t.id, From: t.hint, To: x.Hint, TokenKind: x.TokenKind, Failing: t.failing, Unroutable: t.unroutable(), Passed: slices.Contains(t.passed, x.Hint),
		})
	}
	t.hint, t.token = x.Hint, x.TokenKind
}

// unroutable says whether a mailbox that fails has met only what no routing hint changes.
func (t *track) unroutable() bool { return t.failing && !t.routable && !t.refused }

// synchroniseLocked takes one request of a round.
func (r *Recorder) synchroniseLocked(t *track, x *journal.Exchange, failed bool) {
	switch {
	case failed:
		defer func() { t.routable = t.routable || mayRoute(x) }()
		t.attempts++
		if !t.failing {
			t.failing, t.since, t.attempts, t.routable, t.tried = true, utc(x.End), 1, false, false
			r.addLocked(x.End, t.actor, Failing{Mailbox: t.id, Status: x.Status, Code: x.Code, Hint: x.Hint, Faults: slices.Clone(x.Faults), Wait: x.RetryAfter})
		}
	case x.RoundComplete:
		t.lastComplete, t.rejected, t.refused = utc(x.End), false, false
		r.seenLocked(t, x)
		if !slices.Contains(t.passed, x.Hint) {
			t.passed = append(t.passed, x.Hint)
		}
		if t.failing {
			r.addLocked(x.End, t.actor, Healed{Mailbox: t.id, Since: t.since, Attempts: t.attempts, Hint: x.Hint, TokenKind: x.TokenKind, Dialect: x.Dialect})
			t.failing, t.waiting, t.relinked, t.since, t.attempts = false, false, false, time.Time{}, 0
		}
		if !t.linked {
			t.linked = true
			r.addLocked(x.End, t.actor, Linked{Mailbox: t.id})
		}
	case x.Operation == journal.Delta:
		t.known = t.knownWith(x)
	}
	t.tried = t.tried || x.Operation != journal.Token && x.Operation != journal.GetEvent && x.Operation != journal.DefaultCalendar
}

// knownWith is what the round may tell of with one page more: what was there
// before its first page, as far as each page's replica knew.
func (t *track) knownWith(x *journal.Exchange) time.Time {
	known := utc(x.At).Add(-x.Behind)
	if !t.known.IsZero() && t.known.Before(known) {
		return t.known
	}
	return known
}

// seenLocked finds the edits that a round which is now complete has told of. What
// came before the mailbox was linked is nobody's news.
func (r *Recorder) seenLocked(t *track, x *journal.Exchange) {
	known := t.knownWith(x)
	t.known = time.Time{}
	n := 0
	for n < len(t.unseen) && !t.unseen[n].After(known) {
		if t.linked {
			r.addLocked(x.End, t.actor, EditSeen{Mailbox: t.id, After: utc(x.End).Sub(t.unseen[n])})
		}
		n++
	}
	t.unseen = slices.Delete(t.unseen, 0, n)
}

// countShapeLocked compares with the mailbox's last shape first: most requests
// of a mailbox look like the one before.
func (r *Recorder) countShapeLocked(x *journal.Exchange, t *track) {
	if t != nil && t.shape != nil && sameShape(&t.shape.Shape, x) {
		r.tellShapeLocked(t.shape, x, t)
		t.shape.add(x.At)
		return
	}
	s := Shape{Dialect: x.Dialect, Host: x.Host, Hint: x.Hint, TokenKind: x.TokenKind, UserAgent: x.UserAgent, Prefer: x.Prefer}
	count, known := r.shapes[s]
	if !known {
		count = &shape{ShapeCount: ShapeCount{Shape: s, First: utc(x.At), Last: utc(x.At), Minutes: make([]int, r.samples)}}
		r.shapes[s] = count
	}
	r.tellShapeLocked(count, x, t)
	count.add(x.At)
	if t != nil {
		t.shape = count
	}
}

// tellShapeLocked tells of a request whose shape is new: of the very first, and
// of the first of a mailbox that was failing, if that comes within a poll. A shape that
// nobody has sent for an hour is new again as far as failing mailboxes send it;
// healthy ones may have had nothing to say.
func (r *Recorder) tellShapeLocked(s *shape, x *journal.Exchange, t *track) {
	failing := t != nil && t.failing
	first := s.Count == 0
	again := !first && x.At.Sub(s.Last) >= shapeForgotten
	if first || again {
		s.newSince, s.again, s.told = x.At, again, false
	}
	if !first && (!failing || s.told || x.At.Sub(s.newSince) >= max(r.header.Poll, time.Minute)) {
		return
	}
	seen := ShapeSeen{Shape: s.Shape, Again: s.again}
	if t != nil {
		seen.Mailbox = t.id
	}
	s.told = failing
	r.addLocked(x.At, "provider", seen)
}

// shapeForgotten is the time after which a shape that nobody sends is new again.
const shapeForgotten = time.Hour

// shape counts the requests of one shape.
type shape struct {
	ShapeCount
	minute   int       // since the last sample
	newSince time.Time // its first request, or the first after an hour without
	again    bool      // newSince is not its very first
	told     bool      // that a failing mailbox has sent it since newSince
}

// add counts one request. Requests are told at their end, so their beginnings do
// not come in order.
func (s *shape) add(at time.Time) {
	s.Count++
	s.minute++
	if at.After(s.Last) {
		s.Last = utc(at)
	}
	if at.Before(s.First) {
		s.First = utc(at)
	}
}

func sameShape(s *Shape, x *journal.Exchange) bool {
	return s.Hint == x.Hint && s.Dialect == x.Dialect && s.TokenKind == x.TokenKind && s.Host == x.Host &&
		s.UserAgent == x.UserAgent && s.Prefer == x.Prefer
}
