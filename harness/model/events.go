package model

import (
	"slices"
	"sort"
	"time"
)

// event is one event of a calendar, in little room: a world may have a million.
type event struct {
	id, subject, showAs string
	start, end          int64  // nanoseconds of Unix time
	seen                uint64 // number of the last judgement whose answer had it
}

// events is a calendar at one instant, by id.
type events []event

// find returns where the event is, or would be.
func (all events) find(id string) (int, bool) {
	i := sort.Search(len(all), func(i int) bool { return all[i].id >= id })
	return i, i < len(all) && all[i].id == id
}

// value of an event; nil when there is none.
func (all events) value(id string) *Value {
	if i, known := all.find(id); known {
		return all[i].value()
	}
	return nil
}

// apply makes a change.
func (all *events) apply(c *change) {
	i, known := all.find(c.id)
	switch {
	case !c.exists && known:
		*all = slices.Delete(*all, i, i+1)
	case !c.exists:
	case known:
		(*all)[i].become(&c.value)
	default:
		if len(*all) == cap(*all) {
			*all = append(make(events, 0, len(*all)+8), *all...) // not twice as long, as append would
		}
		*all = slices.Insert(*all, i, event{id: c.id})
		(*all)[i].become(&c.value)
	}
}

func (e *event) become(v *Value) {
	e.subject, e.showAs, e.start, e.end = v.Subject, v.ShowAs, v.Start.UnixNano(), v.End.UnixNano()
}

func (e *event) value() *Value {
	return &Value{Subject: e.subject, Start: time.Unix(0, e.start), End: time.Unix(0, e.end), ShowAs: e.showAs}
}

func (e *event) is(v *Value) bool {
	return e.start == v.Start.UnixNano() && e.end == v.End.UnixNano() && e.subject == v.Subject && e.showAs == v.ShowAs
}
