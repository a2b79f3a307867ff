package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// judge compares an answer with the truth at asOf and, if that differs, with the
// truth after each later change up to now.
func (t *truth) judge(w window, now time.Time, answer []Item) string {
	if t.matches(w, answer) {
		return ""
	}
	given := make(map[string]*Value, len(answer))
	for i := range answer {
		item := &answer[i]
		if given[item.ID] != nil {
			return fmt.Sprintf("it shows %s twice", describe(&item.Value))
		}
		if !w.shows(&item.Value) {
			return fmt.Sprintf("it shows %s, which is outside the window", describe(&item.Value))
		}
		given[item.ID] = &item.Value
	}
	return t.step(w, now, given)
}

// matches is the usual case, without allocation: the truth at asOf. What is equal in
// the answer is given the truth's own strings: owners keep what they saw, and thousands
// of them would keep each string a second time.
func (t *truth) matches(w window, answer []Item) bool {
	t.judgements++
	for i := range answer {
		position, known := t.events.find(answer[i].ID)
		if !known {
			return false
		}
		e := &t.events[position]
		if e.seen == t.judgements || !w.shows(&answer[i].Value) || !e.is(&answer[i].Value) {
			return false
		}
		e.seen = t.judgements
		answer[i].ID, answer[i].Subject, answer[i].ShowAs = e.id, e.subject, e.showAs
	}
	shown := 0
	from, until := w.from.UnixNano(), w.until.UnixNano()
	for i := range t.events {
		if e := &t.events[i]; e.start < until && (e.end > from || e.start == e.end && e.start == from) {
			shown++
		}
	}
	return shown == len(answer)
}

// step goes through the later instants until one makes the answer right. Only the
// events that differ are kept, so that a change costs one comparison.
func (t *truth) step(w window, now time.Time, given map[string]*Value) string {
	differ := t.differences(w, given)
	best, closest := snapshot(differ), t.asOf
	for i := range t.later {
		c := &t.later[i]
		if c.at.After(now) {
			break
		}
		var is *Value
		if c.exists && w.shows(&c.value) {
			is = &c.value
		}
		if same(is, given[c.id]) {
			delete(differ, c.id)
		} else {
			differ[c.id] = is
		}
		if i+1 < len(t.later) && t.later[i+1].at.Equal(c.at) {
			continue // all that changes at one instant is seen, or nothing
		}
		if len(differ) == 0 {
			return ""
		}
		if len(differ) < len(best) {
			best, closest = snapshot(differ), c.at
		}
	}
	return explain(best, closest, given)
}

// differences are the events in which the truth at asOf and the answer differ,
// with their true values; nil for one that should not be there.
func (t *truth) differences(w window, given map[string]*Value) map[string]*Value {
	differ := map[string]*Value{}
	for i := range t.events {
		e := &t.events[i]
		if is := e.value(); w.shows(is) && !same(is, given[e.id]) {
			differ[e.id] = is
		}
	}
	for id := range given {
		if is := t.events.value(id); is == nil || !w.shows(is) {
			differ[id] = nil
		}
	}
	return differ
}

func same(a, b *Value) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.equal(b)
}

// difference is one event in which the truth and an answer differ.
type difference struct {
	id string
	is *Value // nil: it should not be there
}

func snapshot(differ map[string]*Value) []difference {
	out := make([]difference, 0, len(differ))
	for id, is := range differ {
		out = append(out, difference{id, is})
	}
	return out
}

// explain tells the first difference, by start, subject and id.
func explain(all []difference, at time.Time, given map[string]*Value) string {
	value := func(d difference) *Value {
		if d.is != nil {
			return d.is
		}
		return given[d.id]
	}
	slices.SortFunc(all, func(a, b difference) int {
		x, y := value(a), value(b)
		return cmp.Or(x.Start.Compare(y.Start), strings.Compare(x.Subject, y.Subject), strings.Compare(a.id, b.id))
	})
	text := "compared with " + instant(at) + ", "
	first := all[0]
	has := given[first.id]
	switch {
	case has == nil:
		text += "it lacks " + describe(first.is)
	case first.is == nil:
		text += "it shows " + describe(has) + ", which is not in the calendar"
	default:
		text += "it shows " + describe(has) + " instead of " + describe(first.is)
	}
	if n := len(all) - 1; n > 0 {
		text += fmt.Sprintf(" (and %d more)", n)
	}
	return text
}

func describe(v *Value) string {
	const layout = "2006-01-02 15:04"
	return fmt.Sprintf("%q (%s to %s UTC, %s)", v.Subject, v.Start.UTC().Format(layout), v.End.UTC().Format(layout), v.ShowAs)
}
