package people_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/people"
)

// taken is a Writer that changes the calendars at once, as a system does whose
// owners see their own writes in each read.
type taken struct {
	mu     sync.Mutex
	reader *reader
	ids    map[string]string // of created events, key: key
	all    []people.Write
	keys   []string
	err    error
}

func (s *taken) Write(_ context.Context, mailbox, key string, w people.Write) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	s.all, s.keys = append(s.all, w), append(s.keys, key)
	c := s.reader.live[mailbox]
	id := w.Event
	if made, known := s.ids[w.Event]; known {
		id = made
	}
	e := people.Event{ID: id, Subject: w.Subject, Start: w.Start, End: w.End}
	switch w.Kind {
	case people.WriteCreate:
		s.ids[key], _ = c.Create(e)
		return nil
	case people.WriteUpdate:
		return c.Update(e)
	}
	return c.Delete(id)
}

func writing(s *taken, writes, edits float64) func(*people.Config) {
	return func(c *people.Config) {
		s.reader, s.ids = c.Reader.(*reader), map[string]string{}
		c.Writer = s
		c.Owners.WritesPerDay, c.Owners.ReadsPerDay, c.Owners.EditsPerDay = writes, 12, edits
	}
}

func TestWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &taken{}
		w := newTown(t, "2022-03-01T00:00:00Z", 20, writing(s, 4, 0))
		w.until(t, "2022-03-11T00:00:00Z")
		w.end()
		kinds, again := map[string]int{}, 0
		for i, x := range s.all {
			kinds[x.Kind]++
			switch x.Kind {
			case people.WriteCreate:
				assert.Empty(t, x.Event)
			case people.WriteUpdate, people.WriteDelete:
				require.NotEmpty(t, x.Event)
			}
			if x.Kind == people.WriteDelete {
				assert.Zero(t, x.Start)
				continue
			}
			assert.True(t, x.Start.Before(x.End))
			if slices.Contains(s.keys[:i], x.Event) {
				again++
			}
		}
		total := float64(len(s.all))
		assert.Greater(t, total, 800.0, "four a day, and second thoughts")
		assert.Less(t, total, 1100.0)
		assert.InDelta(t, 0.4, float64(kinds[people.WriteCreate])/total, 0.1, "half of the occasions, beside second thoughts")
		assert.InDelta(t, 0.12, float64(kinds[people.WriteDelete])/total, 0.06)
		assert.Greater(t, again, 50, "changes of what they created")
		slices.Sort(s.keys)
		assert.Len(t, slices.Compact(s.keys), len(s.all), "keys are unique")
		wrote := of[people.Wrote](w.log)
		assert.Len(t, wrote, len(s.all))
		for _, x := range wrote {
			assert.NoError(t, x.Err)
			assert.True(t, strings.HasPrefix(x.Key, x.Mailbox+"/w/"))
		}
		for _, l := range of[people.Looked](w.log) {
			assert.Zero(t, l.Missing)
		}
	})
}

// Whoever changes an event on both sides does not wait for either to show.
func TestWritesBesideEdits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &taken{}
		w := newTown(t, "2022-03-01T00:00:00Z", 10, writing(s, 12, 12))
		w.until(t, "2022-03-08T00:00:00Z")
		w.end()
		for _, l := range of[people.Looked](w.log) {
			assert.Zero(t, l.Missing, "at %v", l.At)
		}
	})
}

func TestErrWrites(t *testing.T) {
	for _, row := range []struct {
		name string
		err  error
		told bool
	}{{"ErrNotLinked", people.ErrNotLinked, false}, {"ErrRefused", errors.New("full"), true}} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &taken{err: row.err}
				w := newTown(t, "2022-03-01T00:00:00Z", 2, writing(s, 4, 0))
				w.until(t, "2022-03-03T00:00:00Z")
				w.end()
				wrote := of[people.Wrote](w.log)
				assert.Equal(t, row.told, len(wrote) > 0)
				for _, x := range wrote {
					assert.ErrorIs(t, x.Err, row.err)
				}
			})
		})
	}
}

// Without writes the same edits and looks happen as with them.
func TestWritesShiftNothing(t *testing.T) {
	looks := func(writes float64) (at []time.Time) {
		synctest.Test(t, func(t *testing.T) {
			w := newTown(t, "2022-03-01T00:00:00Z", 3, writing(&taken{}, writes, 0))
			w.until(t, "2022-03-03T00:00:00Z")
			w.end()
			for _, l := range of[people.Looked](w.log) {
				at = append(at, l.At)
			}
		})
		return at
	}
	assert.Equal(t, looks(0), looks(6))
}
