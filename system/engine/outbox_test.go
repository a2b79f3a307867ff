package engine_test

import (
	"context"
	"slices"
	"time"

	"anchorage/system"
)

// box is an outbox and the provider's side of what it holds. Its changes succeed
// and its events are gone, unless it is told otherwise. Methods that the engine has no
// use for are absent.
type box struct {
	system.Outbox
	w      *world
	writes []system.Write
	cached string // version of every event in the cache
	tried  []try
	open   []string // events that creates made and that no round has shown

	change   func(w system.Write, nth int) (system.Event, error)
	event    func(id string) (system.Event, error)
	broken   error // answer to settling
	unread   error // answer to asking what no round has shown
	uncached error // answer to asking for versions in the cache
	closed   error // answer to asking what is queued, and what has become of a write
}

// try is one request that would change something.
type try struct {
	id    string
	token string
	at    time.Duration // after the world began
}

// withBox gives the world's engine an outbox. It comes before the start.
func withBox(w *world) *box {
	b := &box{w: w}
	w.engine.Outbox, w.engine.Editor = b, b
	return b
}

// accept queues writes and tells the engine.
func (b *box) accept(writes ...system.Write) {
	b.w.mu.Lock()
	for _, w := range writes {
		w.Account, w.Seq, w.State, w.Subject = "a", int64(len(b.writes)+1), system.WriteQueued, "wanted"
		b.writes = append(b.writes, w)
	}
	b.w.mu.Unlock()
	b.w.engine.Deliver("a")
}

// now is what is known of a write.
func (b *box) now(id string) system.Write {
	b.w.mu.Lock()
	defer b.w.mu.Unlock()
	w, _ := b.find(id)
	return w
}

func (b *box) find(id string) (system.Write, error) {
	for _, w := range b.writes {
		if w.ID == id {
			return w, nil
		}
	}
	return system.Write{}, system.ErrNotFound
}

// close makes the outbox unreadable; nil mends it.
func (b *box) close(err error) {
	b.w.mu.Lock()
	defer b.w.mu.Unlock()
	b.closed = err
}

// times of the requests about a write.
func (b *box) times(id string) []time.Duration {
	b.w.mu.Lock()
	defer b.w.mu.Unlock()
	var all []time.Duration
	for _, t := range b.tried {
		if t.id == id {
			all = append(all, t.at)
		}
	}
	return all
}

// tokens that the requests about a write carried.
func (b *box) tokens(id string) []string {
	b.w.mu.Lock()
	defer b.w.mu.Unlock()
	var all []string
	for _, t := range b.tried {
		if t.id == id {
			all = append(all, t.token)
		}
	}
	return all
}

func (b *box) Pending(context.Context, system.AccountID) ([]system.Write, error) {
	b.w.mu.Lock()
	defer b.w.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(b.writes), func(w system.Write) bool { return w.State != system.WriteQueued }), b.closed
}

func (b *box) Write(_ context.Context, _ system.AccountID, id string) (system.Write, error) {
	b.w.mu.Lock()
	defer b.w.mu.Unlock()
	if b.closed != nil {
		return system.Write{}, b.closed
	}
	return b.find(id)
}

func (b *box) Settle(_ context.Context, w system.Write) error {
	b.w.mu.Lock()
	defer b.w.mu.Unlock()
	if b.broken != nil {
		return b.broken
	}
	for i := range b.writes {
		if b.writes[i].ID == w.ID {
			b.writes[i] = w
		}
		if x := &b.writes[i]; x.State == system.WriteQueued && x.DraftOf == w.ID {
			switch w.State {
			case system.WriteDelivered:
				x.EventID, x.ETag = w.EventID, w.ETag
			case system.WriteFailed:
				x.State, x.Reason = system.WriteFailed, "It was about an event that could not be made."
			}
		}
	}
	return nil
}

func (b *box) Cached(context.Context, system.AccountID, string) (string, bool, error) {
	if b.uncached != nil {
		return "", false, b.uncached
	}
	return b.cached, false, nil
}

func (b *box) Unshown(context.Context, system.AccountID) ([]string, error) {
	return b.open, b.unread
}

func (b *box) Create(_ context.Context, a system.Access, w system.Write) (system.Event, error) {
	return b.try(a, w)
}

func (b *box) Update(_ context.Context, a system.Access, w system.Write) (system.Event, error) {
	return b.try(a, w)
}

func (b *box) Delete(_ context.Context, a system.Access, w system.Write) error {
	_, err := b.try(a, w)
	return err
}

func (b *box) Event(_ context.Context, _ system.Access, id string) (system.Event, error) {
	if b.event != nil {
		return b.event(id)
	}
	return system.Event{}, eventGone
}

func (b *box) try(a system.Access, w system.Write) (system.Event, error) {
	b.w.mu.Lock()
	b.tried = append(b.tried, try{w.ID, a.Token, time.Since(b.w.began)})
	b.w.mu.Unlock()
	if b.change != nil {
		if e, err := b.change(w, len(b.times(w.ID))); err != nil {
			return e, err
		}
	}
	return system.Event{ID: "event-of-" + w.ID, Subject: w.Subject, ETag: "after-" + w.ID}, nil
}

var (
	eventGone = &system.Error{Class: system.ClassPermanent, Code: "ErrorItemNotFound", Status: 404, Err: system.ErrNotFound}
	conflict  = &system.Error{Class: system.ClassConflict, Code: "ErrorIrresolvableConflict", Status: 412}
)
