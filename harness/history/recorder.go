package history

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"

	"anchorage/sim/journal"
)

// Recorder makes a history while a world runs. It folds the provider's journal
// into events, counts and series, and answers for the truth about mailboxes
// meanwhile. It is safe for concurrent use; no method does I/O or blocks.
type Recorder struct {
	mu       sync.Mutex
	header   Header
	closed   bool
	events   *packed
	index    map[string]int            // key: mailbox; position in tracks
	tracks   []track                   // in the order of Header.Mailboxes
	states   map[string]map[string]int // key: name of a rule; hits by the state of the mailbox
	waits    map[string]time.Duration  // key: name of a rule; the longest that its answers asked to wait for
	cohorts  []cohort                  // in the order of Header.Cohorts
	shapes   map[Shape]*shape
	requests int
	samples  int   // taken so far
	ages     []int // scratch of Sample
}

// NewRecorder returns a recorder for the world that h describes.
func NewRecorder(h Header) *Recorder {
	r := &Recorder{
		header: h, events: newPacked(), shapes: map[Shape]*shape{},
		index: make(map[string]int, len(h.Mailboxes)), states: map[string]map[string]int{}, waits: map[string]time.Duration{}, tracks: make([]track, len(h.Mailboxes)),
		cohorts: make([]cohort, len(h.Cohorts)),
	}
	r.header.From, r.header.Until = utc(h.From), utc(h.Until)
	for i, m := range h.Mailboxes {
		r.index[m.ID] = i
		r.tracks[i] = track{id: m.ID, actor: "mailbox/" + m.ID}
	}
	for c, x := range h.Cohorts {
		r.cohorts[c].name = x.Name
		for _, id := range x.Members {
			if i, ok := r.index[id]; ok {
				r.cohorts[c].members = append(r.cohorts[c].members, i)
				r.tracks[i].cohorts = append(r.tracks[i].cohorts, c)
			}
		}
	}
	return r
}

// Header is the header that the recorder was made with.
func (r *Recorder) Header() Header { return r.header }

// Add notes that actor did or met d at an instant.
func (r *Recorder) Add(at time.Time, actor string, d Data) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	d = inUTC(d)
	r.addLocked(at, actor, d)
	switch d := d.(type) {
	case Read:
		if t := r.trackLocked(d.Mailbox); t != nil {
			for _, c := range t.cohorts {
				r.cohorts[c].minute.Reads++
			}
		}
	case Edited:
		if t := r.trackLocked(d.Mailbox); t != nil {
			t.unseen = append(t.unseen, utc(at))
		}
	case RelinkAsked:
		if t := r.trackLocked(d.Mailbox); t != nil {
			t.asked = true
			t.waiting = t.waiting || t.failing
		}
	case RelinkAnswered:
		if t := r.trackLocked(d.Mailbox); t != nil && d.Outcome == OutcomeLinked {
			t.waiting, t.relinked = false, t.failing
		}
	}
}

func (r *Recorder) addLocked(at time.Time, actor string, d Data) {
	r.events.add(utc(at), actor, d)
}

// trackLocked is nil for what is no mailbox of the world.
func (r *Recorder) trackLocked(mailbox string) *track {
	if i, ok := r.index[mailbox]; ok {
		return &r.tracks[i]
	}
	return nil
}

// Exchange folds one exchange of the provider's journal into the history. It is
// a journal.Observer: about half a microsecond, and no allocation unless
// something happened that the history has not seen.
//
// What the provider sends to its subscribers is no request of the system's and
// counts nowhere.
func (r *Recorder) Exchange(x journal.Exchange) {
	if x.Operation == journal.Notification {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	r.requests++
	t := r.trackLocked(x.Mailbox)
	if t == nil {
		r.countShapeLocked(&x, nil)
		return
	}
	r.countShapeLocked(&x, t)
	t.requests++
	r.hitLocked(t, &x)
	failed := x.Failed()
	for _, c := range t.cohorts {
		m := &r.cohorts[c].minute
		m.Requests++
		if failed {
			m.Failed++
		}
	}
	if x.Early > 0 {
		r.addLocked(x.At, t.actor, TooEarly{Mailbox: t.id, Operation: x.Operation, By: x.Early, Asked: utc(x.Asked)})
	}
	if x.Outdated {
		r.addLocked(x.End, t.actor, TokenOutdated{Mailbox: t.id})
	}
	if x.Operation == journal.Token && failed && x.Code == rejectedCode && !t.rejected {
		t.rejected, t.rejectedAt = true, utc(x.End)
	}
	if refusesGrant(&x) && !t.refused {
		t.refused = true
		r.addLocked(x.End, t.actor, Rejected{Mailbox: t.id})
	}
	if x.Sync() {
		r.rerouteLocked(t, &x)
		r.synchroniseLocked(t, &x, failed)
	} else if x.RetryAfter > 0 && !(t.failing && t.tried) {
		r.addLocked(x.End, t.actor, HeldOff{Mailbox: t.id, For: x.RetryAfter, Failing: t.failing})
	}
}

// rejectedCode is how a token endpoint says that a refresh token is worth nothing
// (provider contract 2.3).
const rejectedCode = "invalid_grant"

// LastComplete is the instant at which the last complete round of a mailbox
// ended; zero before the first.
func (r *Recorder) LastComplete(mailbox string) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t := r.trackLocked(mailbox); t != nil {
		return t.lastComplete
	}
	return time.Time{}
}

// Requests is the number of requests so far that reached the provider on behalf
// of a mailbox, so that a caller can prove that a read caused none.
func (r *Recorder) Requests(mailbox string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t := r.trackLocked(mailbox); t != nil {
		return t.requests
	}
	return 0
}

// Total is the number of requests so far that reached the provider.
func (r *Recorder) Total() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.requests
}

// Close ends recording: what comes later is ignored, so that the way in which a
// world is taken down is no part of its history.
func (r *Recorder) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
}

// Finish closes the recorder and returns the history, in canonical order.
func (r *Recorder) Finish(faults []FaultSummary) *History {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	h := &History{Header: r.header, Events: r.events.events(), Requests: r.requests, Series: make(map[string][]Minute, len(r.cohorts))}
	h.Header.Faults = slices.Clone(faults)
	for i := range h.Header.Faults {
		f := &h.Header.Faults[i]
		f.From, f.Until = utc(f.From), utc(f.Until)
		f.States, f.Wait = r.states[f.Name], r.waits[f.Name]
	}
	for _, c := range r.cohorts {
		h.Series[c.name] = c.series
	}
	for _, s := range r.shapes {
		h.Shapes = append(h.Shapes, s.ShapeCount)
	}
	slices.SortFunc(h.Shapes, func(a, b ShapeCount) int { return compareShapes(a.Shape, b.Shape) })
	slices.SortFunc(h.Events, compareEvents)
	return h
}

func compareEvents(a, b Event) int {
	return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Actor, b.Actor), cmp.Compare(a.Seq, b.Seq))
}

func compareShapes(a, b Shape) int {
	return cmp.Or(
		strings.Compare(a.Dialect, b.Dialect), strings.Compare(a.Host, b.Host), strings.Compare(a.Hint, b.Hint),
		strings.Compare(a.TokenKind, b.TokenKind), strings.Compare(a.UserAgent, b.UserAgent), strings.Compare(a.Prefer, b.Prefer))
}
