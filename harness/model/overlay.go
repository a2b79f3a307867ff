package model

import (
	"maps"
	"time"
)

// createdShowAs is what the provider makes of an event that does not say it.
const createdShowAs = "busy"

// hasOpenWrites says whether answers may differ from the truth by writes: those
// not in effect at the instant that answers speak of.
func (t *truth) hasOpenWrites() bool {
	for _, w := range t.writes {
		if w.pendingAt(t.asOf) {
			return true
		}
	}
	return false
}

func (w *write) pendingAt(at time.Time) bool {
	return !w.told && (w.landed.IsZero() || w.landed.After(at))
}

// judgeWithWrites compares an answer with the truth at asOf and after each later
// change up to now, each under the writes that were pending then.
func (t *truth) judgeWithWrites(w window, now time.Time, answer []Item) string {
	given := make(map[string]*Value, len(answer))
	for i := range answer {
		item := &answer[i]
		if given[item.ID] != nil {
			return "it shows " + describe(&item.Value) + " twice"
		}
		if !w.shows(&item.Value) {
			return "it shows " + describe(&item.Value) + ", which is outside the window"
		}
		given[item.ID] = &item.Value
	}
	state := make(map[string]*Value, len(t.events))
	for i := range t.events {
		state[t.events[i].id] = t.events[i].value()
	}
	best := t.under(state, t.asOf).differences(w, given)
	closest := t.asOf
	for i := range t.later {
		c := &t.later[i]
		if len(best) == 0 || c.at.After(now) {
			break
		}
		delete(state, c.id)
		if c.exists {
			state[c.id] = &c.value
		}
		if i+1 < len(t.later) && t.later[i+1].at.Equal(c.at) {
			continue // all that changes at one instant is seen, or nothing
		}
		if d := t.under(state, c.at).differences(w, given); len(d) < len(best) {
			best, closest = d, c.at
		}
	}
	if len(best) == 0 {
		return ""
	}
	return explain(best, closest, given)
}

// laid is a state of a calendar with writes laid over it.
type laid struct {
	events map[string]*Value // key: the provider's id
	drafts []draft           // made by creates that are pending
}

// draft is shown under an id of the system's choice, or under the one that the
// provider has given it since.
type draft struct {
	key, id string
	value   Value
}

// under lays the writes that are pending at an instant over a state.
func (t *truth) under(state map[string]*Value, at time.Time) laid {
	l := laid{events: maps.Clone(state)}
	for _, w := range t.writes {
		if w.pendingAt(at) {
			l.lay(w)
		}
	}
	return l
}

func (l *laid) lay(w *write) {
	if w.Kind == Create {
		value := w.Value
		value.ShowAs = createdShowAs
		l.drafts = append(l.drafts, draft{w.Key, w.event, value})
		return
	}
	for i := range l.drafts {
		d := &l.drafts[i]
		if d.key != w.Event && (d.id == "" || d.id != w.event) {
			continue
		}
		if w.Kind == Delete {
			l.drafts = append(l.drafts[:i:i], l.drafts[i+1:]...)
		} else {
			d.value.Subject, d.value.Start, d.value.End = w.Value.Subject, w.Value.Start, w.Value.End
		}
		return
	}
	was, exists := l.events[w.event]
	switch {
	case !exists: // gone meanwhile
	case w.Kind == Delete:
		delete(l.events, w.event)
	default:
		value := w.Value
		value.ShowAs = was.ShowAs
		l.events[w.event] = &value
	}
}

// differences are the events in which an answer differs.
func (l laid) differences(w window, given map[string]*Value) []difference {
	var out []difference
	left := maps.Clone(given)
	for id, v := range l.events {
		if !w.shows(v) {
			continue
		}
		if !same(v, given[id]) {
			out = append(out, difference{id, v})
		}
		delete(left, id)
	}
	for i := range l.drafts {
		d := &l.drafts[i]
		if !w.shows(&d.value) {
			continue
		}
		if id, found := d.among(left, l.events); found {
			delete(left, id)
		} else {
			out = append(out, difference{d.key, &d.value})
		}
	}
	for id := range left {
		out = append(out, difference{id: id})
	}
	return out
}

// among finds the item that shows the draft.
func (d *draft) among(left, events map[string]*Value) (id string, found bool) {
	if d.id != "" && same(left[d.id], &d.value) {
		return d.id, true
	}
	for other, v := range left {
		if _, known := events[other]; !known && same(v, &d.value) && (!found || other < id) {
			id, found = other, true
		}
	}
	return id, found
}
