package people

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An internal test: what an owner concludes from an answer is the part of people
// that must not err, and each case needs an exact calendar.
func TestMemory(t *testing.T) {
	t0 := time.Date(2022, 3, 1, 12, 0, 0, 0, time.UTC)
	from, until := t0.Add(-24*time.Hour), t0.Add(14*24*time.Hour)
	at := func(hours int) time.Time { return t0.Add(time.Duration(hours) * time.Hour) }
	event := func(subject string, start int) Event {
		return Event{ID: "x", Subject: subject, Start: at(start), End: at(start + 1)}
	}
	a, b, c := event("a", 30), event("b", 30), event("a", 60)
	far := event("a", 24*20)
	foreign := event("foreign", 40)
	created := func(m *memory) { m.created(at(0), a) }
	for _, row := range []struct {
		name    string
		history func(m *memory)
		answer  []Event
		missing []string // what was done, of the changes that are missing
		left    int      // events still remembered
	}{
		{"a creation that shows", created, []Event{a}, nil, 0},
		{"a creation that does not", created, []Event{foreign}, []string{Created}, 1},
		{"ids do not matter", created, []Event{{ID: "y", Subject: a.Subject, Start: a.Start, End: a.End}}, nil, 0},
		{"a rename that shows", func(m *memory) { m.updated(at(0), a, b) }, []Event{b}, nil, 0},
		{"a rename that does not", func(m *memory) { m.updated(at(0), a, b) }, []Event{a}, []string{Updated}, 1},
		{"a move that does not show, the event gone", func(m *memory) { m.updated(at(0), a, c) }, nil, []string{Updated}, 1},
		{"a deletion that shows", func(m *memory) { m.deleted(at(0), a) }, []Event{foreign}, nil, 0},
		{"a deletion that does not", func(m *memory) { m.deleted(at(0), a) }, []Event{a}, []string{Deleted}, 1},
		{"created and deleted, never seen", func(m *memory) { created(m); m.deleted(at(1), a) }, nil, nil, 0},
		{"created and deleted, the answer in between", func(m *memory) { created(m); m.deleted(at(1), a) }, []Event{a}, []string{Deleted}, 1},
		{"created and renamed, all shows", func(m *memory) { created(m); m.updated(at(1), a, b) }, []Event{b}, nil, 0},
		{"created and renamed, the answer in between", func(m *memory) { created(m); m.updated(at(1), a, b) }, []Event{a}, []string{Updated}, 1},
		{"created and renamed, nothing shows", func(m *memory) { created(m); m.updated(at(1), a, b) }, nil, []string{Created, Updated}, 1},
		{"renamed there and back", func(m *memory) { m.updated(at(0), a, b); m.updated(at(1), b, a) }, []Event{a}, nil, 0},
		{"a change too young to be missed", func(m *memory) { m.created(at(9), a) }, nil, nil, 1},
		{"a young rename of an event that shows", func(m *memory) { created(m); m.updated(at(9), a, b) }, []Event{a}, nil, 1},
		{"beyond the window nothing can be said", func(m *memory) { m.created(at(0), far) }, nil, nil, 1},
		{"nor of a move out of it", func(m *memory) { m.updated(at(0), a, far) }, []Event{a}, nil, 1},
		{"over and forgotten", func(m *memory) { m.created(at(0), event("a", -30)) }, nil, nil, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			var m memory
			row.history(&m)
			var missing []string
			for _, c := range m.compare(row.answer, from, until, at(2)) {
				missing = append(missing, c.what)
			}
			assert.Equal(t, row.missing, missing)
			assert.Len(t, m.events, row.left)
		})
	}
}

func TestComplaintIsSettled(t *testing.T) {
	t0 := time.Date(2022, 3, 1, 12, 0, 0, 0, time.UTC)
	a := Event{ID: "a", Subject: "a", Start: t0.Add(30 * time.Hour), End: t0.Add(31 * time.Hour)}
	b := Event{ID: "b", Subject: "b", Start: t0.Add(90 * time.Hour), End: t0.Add(91 * time.Hour)}
	look := func(m *memory, at time.Time, answer ...Event) []*change {
		missing := m.compare(answer, at.Add(-lookBack), at.Add(lookAhead), at)
		m.settle()
		return missing
	}
	complain := func(t *testing.T) *memory {
		m := &memory{}
		m.created(t0, a)
		m.created(t0.Add(time.Hour), b)
		missing := look(m, t0.Add(2*time.Hour))
		require.Len(t, missing, 2)
		m.complaint = missing[0]
		return m
	}
	t.Run("by its change", func(t *testing.T) {
		m := complain(t)
		look(m, t0.Add(3*time.Hour), b)
		assert.NotNil(t, m.complaint, "another change has arrived, not this one")
		look(m, t0.Add(4*time.Hour), a, b)
		assert.Nil(t, m.complaint)
	})
	t.Run("not by deleting what never came", func(t *testing.T) {
		m := complain(t)
		m.deleted(t0.Add(3*time.Hour), a)
		look(m, t0.Add(4*time.Hour))
		assert.NotNil(t, m.complaint, "that it is absent shows nothing")
		look(m, t0.Add(5*time.Hour), b)
		assert.Nil(t, m.complaint, "a later change has arrived")
	})
	t.Run("not by time alone", func(t *testing.T) {
		m := complain(t)
		look(m, t0.Add(60*time.Hour))
		assert.NotNil(t, m.complaint, "its event is over, but nothing has arrived")
		look(m, t0.Add(61*time.Hour), b)
		assert.Nil(t, m.complaint)
	})
}
