package model

import (
	"cmp"
	"slices"
	"time"
)

// Kinds of Write.
const (
	Create = "create"
	Update = "update"
	Delete = "delete"
)

// Write is a change that an owner makes through the system.
type Write struct {
	Key   string // the owner's name for it, unique in the world
	Kind  string
	Event string // the provider's id; for an event that an accepted create makes, its Key
	Value Value  // of a create or update, but for ShowAs, which writes do not carry
}

// write is an accepted one.
type write struct {
	Write
	accepted  time.Time
	event     string    // the provider's id of its event; "" until the create that makes it has taken effect
	landed    time.Time // in effect since; zero: not
	told      bool      // the owner knows that it will not be, or need not
	contested bool      // somebody else changed the event
	stranger  time.Time // when somebody else changed it after the write was accepted; zero: nobody did
}

// Accepted tells that the system has taken a write. Tell it before the system is
// asked: a write may take effect before the answer is there; Refused takes it back.
func (m *Model) Accepted(at time.Time, mailbox string, w Write) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.truthLocked(mailbox)
	x := &write{Write: w, accepted: at}
	if w.Kind != Create {
		x.event = w.Event
		if made := t.writeOf(w.Event); made != nil {
			x.event = made.event
		}
		x.contested = t.edited[x.event].After(t.asOf)
	}
	t.writes = append(t.writes, x)
}

// Edited tells that somebody else than the system changed an event in the
// provider: writes that are under way for it may meet a conflict.
func (m *Model) Edited(at time.Time, mailbox, eventID string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.truthLocked(mailbox)
	t.edited[eventID] = at
	for _, w := range t.writes {
		if w.event == eventID && w.open() {
			w.contested, w.stranger = true, at
		}
	}
}

// Landed tells that the provider's calendar changed through its API. It returns
// the accepted write that this is, "" for none, when it was accepted, and how this
// differs from what must happen, "" for not at all. value is nil for a deletion.
func (m *Model) Landed(at time.Time, mailbox, kind, eventID string, value *Value) (key string, accepted time.Time, wrong string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.truthLocked(mailbox)
	w := t.written(kind, eventID, value)
	switch {
	case w == nil:
		return "", time.Time{}, "nobody asked for it"
	case w.Kind == Create && !w.landed.IsZero() && t.edited[w.event].After(w.landed) && t.now(w.event) == nil:
		// Its owner deleted the event where it was made, before the client could know that
		// it had been: a create that is sent again cannot but make it again.
	case !w.landed.IsZero():
		return w.Key, w.accepted, "it had taken effect before, at " + instant(w.landed)
	case w.told:
		wrong = "its owner was told that it would not take effect"
	case !w.stranger.IsZero():
		wrong = "it overwrites what somebody else had changed at " + instant(w.stranger)
	}
	w.landed, w.told = at, false
	if w.Kind == Create {
		t.made(w.Key, eventID)
	}
	if t.overtaken(w) && wrong == "" {
		wrong = "a later write of the same event had taken effect before it"
	}
	return w.Key, w.accepted, wrong
}

// Declined tells that the provider refused a request for a change of a kind: for
// what it asks, so that asking again is in vain.
func (m *Model) Declined(at time.Time, mailbox, kind string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.truthLocked(mailbox).declined[kind] = at
}

// Refused takes back what Accepted told.
func (m *Model) Refused(mailbox, key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.truthLocked(mailbox)
	t.writes = slices.DeleteFunc(t.writes, func(w *write) bool { return w.Key == key })
}

// Told tells what the system says of a write that has not been seen to take
// effect: State is delivered, conflict or failed. It returns why that is not so, ""
// when it may be.
func (m *Model) Told(mailbox, key, state string) (wrong string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.truthLocked(mailbox)
	w := t.writeOf(key)
	if w == nil || !w.landed.IsZero() {
		return ""
	}
	w.told = true
	switch state {
	case "delivered":
		is := t.now(w.event)
		if w.Kind == Delete && is == nil || w.Kind == Update && is != nil && w.Value.sameContent(is) {
			return "" // somebody else did the same
		}
		return "it has not taken effect"
	case "conflict":
		if !w.contested {
			return "nobody else changed the event"
		}
	case "failed":
		return t.failed(w)
	}
	return ""
}

// failed says why a write cannot have failed for good; "" when it may have: the
// provider has refused one of its kind since it was accepted (which of several, nobody
// sees), somebody else changed the event, or there is none that it could change.
func (t *truth) failed(w *write) (wrong string) {
	made := t.writeOf(w.Event)
	switch {
	case w.event == "" && made != nil && made.open():
		return "what makes its event may still take effect"
	case w.event == "" && made != nil, w.contested:
		return ""
	case t.declined[w.Kind].Before(w.accepted):
		return "the provider has never refused it"
	}
	return ""
}

// Open lists the keys of accepted writes that are not in effect and of whose end
// nobody was told, in order.
func (m *Model) Open(mailbox string) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	var keys []string
	for _, w := range m.truthLocked(mailbox).writes {
		if w.open() {
			keys = append(keys, w.Key)
		}
	}
	return keys
}

func (w *write) open() bool { return w.landed.IsZero() && !w.told }

func (t *truth) writeOf(key string) *write {
	for _, w := range t.writes {
		if w.Key == key {
			return w
		}
	}
	return nil
}

// written finds the write that a change at the provider is: the first that is open,
// rather one that overwrites nothing, else one that should not take effect, once more
// or at all.
func (t *truth) written(kind, eventID string, value *Value) *write {
	var found, late *write
	for _, w := range t.writes {
		if w.Kind != kind || kind != Create && w.event != eventID || value != nil && !w.Value.sameContent(value) {
			continue
		}
		switch {
		case w.open() && w.stranger.IsZero():
			return w
		case w.open() && late == nil:
			late = w
		}
		if found == nil || !found.landed.IsZero() {
			found = w
		}
	}
	return cmp.Or(late, found)
}

// made gives later writes of a created event its id. Made once more, it is an event
// that nobody else has changed.
func (t *truth) made(key, eventID string) {
	for _, w := range t.writes {
		if w.Key == key || w.Kind != Create && w.Event == key {
			if w.event != eventID && w.open() {
				w.stranger = time.Time{}
			}
			w.event = eventID
		}
	}
}

// overtaken says whether a write of the same event that was accepted later has
// taken effect before this one. That an earlier one has not is no fault by itself:
// it may have met a conflict of which its owner is still to hear.
func (t *truth) overtaken(w *write) bool {
	after := false
	for _, x := range t.writes {
		if after && x.event == w.event && !x.landed.IsZero() {
			return true
		}
		after = after || x == w
	}
	return false
}

// now is the value of an event after all changes; nil when there is none.
func (t *truth) now(id string) *Value {
	for i := len(t.later) - 1; i >= 0; i-- {
		if c := &t.later[i]; c.id == id {
			if !c.exists {
				return nil
			}
			return &c.value
		}
	}
	return t.events.value(id)
}

// sameContent compares what a write carries.
func (v *Value) sameContent(o *Value) bool {
	return v.Subject == o.Subject && v.Start.Equal(o.Start) && v.End.Equal(o.End)
}
