package people_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/people"
)

// perOwnerAndDay counts instants by owner and local date.
func perOwnerAndDay[T any](events []T, of func(T) (string, time.Time)) map[string]map[string]int {
	count := map[string]map[string]int{}
	for _, e := range events {
		id, at := of(e)
		if count[id] == nil {
			count[id] = map[string]int{}
		}
		count[id][at.Format(time.DateOnly)]++
	}
	return count
}

func TestOwnersKeepTheirRates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		london := zone(t, "Europe/London")
		// A week in which summer time begins.
		w := newTown(t, "2022-03-25T00:00:00Z", 8, func(c *people.Config) {
			c.Owners = people.Owners{EditsPerDay: 3, ReadsPerDay: 2.5, TimeZone: london}
		})
		w.until(t, "2022-03-30T23:00:00Z") // midnight in London
		w.end()

		waking := people.Owners{TimeZone: london}.Schedule()
		edits := perOwnerAndDay(of[people.Edited](w.log), func(e people.Edited) (string, time.Time) {
			assert.True(t, waking.Contains(e.At), "%v is in the night", e.At)
			return e.Mailbox, e.At.In(london.Location)
		})
		reads := perOwnerAndDay(of[people.Looked](w.log), func(l people.Looked) (string, time.Time) {
			assert.True(t, waking.Contains(l.At), "%v is in the night", l.At)
			return l.Mailbox, l.At.In(london.Location)
		})
		require.Len(t, edits, 8)
		phases := map[int]bool{}
		for id, days := range edits {
			assert.Len(t, days, 6, id)
			for day, n := range days {
				assert.Equal(t, 3, n, "edits of %s on %s", id, day)
			}
			total := 0
			for day, n := range reads[id] {
				assert.Contains(t, []int{2, 3}, n, "reads of %s on %s", id, day)
				total += n
			}
			assert.Equal(t, 15, total, "2.5 a day over 6 days")
			phases[reads[id]["2022-03-25"]] = true
		}
		assert.Len(t, phases, 2, "some owners begin with two reads, others with three")
	})
}

func TestOwnersActOnTheirLanes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, "2022-03-01T12:00:00Z", 20, func(c *people.Config) {
			c.Owners = people.Owners{EditsPerDay: 10, ReadsPerDay: 40}
		})
		w.until(t, "2022-03-02T12:00:00Z")
		w.end()
		lanes, who := map[string]time.Duration{}, map[time.Time]string{}
		for _, l := range of[people.Looked](w.log) {
			offset := l.At.Sub(l.At.Truncate(time.Millisecond))
			assert.NotZero(t, offset)
			if known, ok := lanes[l.Mailbox]; ok {
				assert.Equal(t, known, offset)
			}
			lanes[l.Mailbox] = offset
			if other, ok := who[l.At]; ok {
				assert.Equal(t, other, l.Mailbox, "two owners at %v", l.At)
			}
			who[l.At] = l.Mailbox
		}
		assert.Len(t, lanes, 20)
	})
}

func TestEdits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, "2022-03-01T00:00:00Z", 20, func(c *people.Config) {
			c.Owners = people.Owners{EditsPerDay: 20, TimeZone: zone(t, "America/New_York")}
			c.Fleet[0].Calendar = nil // never edited
		})
		w.until(t, "2022-03-21T00:00:00Z")
		w.end()
		count := map[string]int{}
		for _, e := range of[people.Edited](w.log) {
			count[e.Change]++
			assert.NotEqual(t, "outlook-0001", e.Mailbox)
		}
		all := float64(count[people.Created] + count[people.Updated] + count[people.Deleted])
		assert.InDelta(t, 0.45, float64(count[people.Created])/all, 0.03)
		assert.InDelta(t, 0.35, float64(count[people.Updated])/all, 0.03)
		assert.InDelta(t, 0.20, float64(count[people.Deleted])/all, 0.03)
		ny := zone(t, "America/New_York").Location
		for _, c := range w.reader.live {
			for _, e := range c.Events() {
				start, end := e.Start.In(ny), e.End.In(ny)
				assert.True(t, start.Hour() >= 9 && end.Sub(start) > 0 && end.Hour()*60+end.Minute() <= 17*60, "%v to %v", start, end)
				assert.NotContains(t, []time.Weekday{time.Saturday, time.Sunday}, start.Weekday())
			}
		}
		assert.Empty(t, of[string](w.log), "nothing was refused")
	})
}

func TestOneSeedOneLife(t *testing.T) {
	life := func(t *testing.T, seed uint64) (all []any) {
		synctest.Test(t, func(t *testing.T) {
			w := newTown(t, "2022-03-01T12:00:00Z", 5, func(c *people.Config) {
				c.Seed = keyedSeed(seed)
				c.Owners = people.Owners{EditsPerDay: 5, ReadsPerDay: 5}
			})
			w.until(t, "2022-03-04T12:00:00Z")
			w.end()
			all = w.log.all
		})
		return all
	}
	first := life(t, 1)
	assert.Equal(t, first, life(t, 1))
	assert.NotEqual(t, first, life(t, 2))
}

func TestPeopleEndWithTheirContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, "2022-03-01T12:00:00Z", 50, func(c *people.Config) {
			c.Owners = people.Owners{EditsPerDay: 5, ReadsPerDay: 5}
			c.Steps = []people.Step{{Try: []byte(`{}`)}} // in force when the world ends
		})
		w.until(t, "2022-03-01T12:10:00Z")
		w.end()
		synctest.Wait()
		before := len(w.log.all)
		w.people.TicketOpened(people.Ticket{ID: "T-1"})
		w.people.ChatMessage(people.ChatMessage{})
		w.until(t, "2022-03-03T12:00:00Z")
		assert.Len(t, w.log.all, before, "nobody acts after the end")
	})
}

func TestReadsThatFailAreTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, "2022-03-01T06:00:00Z", 1, func(c *people.Config) {
			c.Owners = people.Owners{ReadsPerDay: 4}
			c.Reader = broken{}
		})
		w.until(t, "2022-03-02T00:00:00Z")
		w.end()
		looks := of[people.Looked](w.log)
		require.Len(t, looks, 4)
		for _, l := range looks {
			assert.ErrorIs(t, l.Err, errBroken)
			assert.Equal(t, 3*time.Second, l.Took)
			assert.Equal(t, 15*24*time.Hour, l.Until.Sub(l.From))
			assert.Zero(t, l.Missing)
		}
	})
}

func TestNothingIsToldOfAnAccountThatIsNotLinked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, "2022-03-01T06:00:00Z", 1, func(c *people.Config) {
			c.Owners = people.Owners{ReadsPerDay: 4}
			c.Reader = unlinked{}
		})
		w.until(t, "2022-03-02T00:00:00Z")
		w.end()
		assert.Empty(t, of[people.Looked](w.log))
	})
}
