package people_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/sim/people"
)

// recurring is a calendar with a series beside its single events: one occurrence a
// day, at 23:00 in New York.
type recurring struct {
	*calendar
	occurrences []people.Event
}

func (c *recurring) fill(start time.Time, days int) {
	for n := range days {
		at := start.Truncate(24*time.Hour).AddDate(0, 0, n).Add(4 * time.Hour)
		c.occurrences = append(c.occurrences, people.Event{ID: fmt.Sprintf("occurrence-%d", n), Subject: "series", Start: at, End: at.Add(time.Hour)})
	}
}

func (c *recurring) Occurrences(from, until time.Time) []people.Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(c.occurrences), func(e people.Event) bool { return !e.Start.Before(until) || !e.End.After(from) })
}

func (c *recurring) Update(e people.Event) error {
	if !strings.HasPrefix(e.ID, "occurrence") {
		return c.calendar.Update(e)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.occurrences[slices.IndexFunc(c.occurrences, func(x people.Event) bool { return x.ID == e.ID })] = e
	return nil
}

func (c *recurring) Delete(id string) error {
	if !strings.HasPrefix(id, "occurrence") {
		return c.calendar.Delete(id)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.occurrences = slices.DeleteFunc(c.occurrences, func(x people.Event) bool { return x.ID == id })
	return nil
}

func TestEditsOfOccurrences(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		calendars, before := map[string]*recurring{}, map[string]people.Event{}
		w := newTown(t, "2022-03-01T00:00:00Z", 20, func(c *people.Config) {
			c.Owners = people.Owners{EditsPerDay: 20, TimeZone: zone(t, "America/New_York")}
			for i := range c.Fleet {
				own := &recurring{calendar: &calendar{}}
				own.fill(c.Clock.Now(), 40)
				for _, e := range own.occurrences {
					before[e.ID] = e // all have the same
				}
				calendars[c.Fleet[i].Mailbox], c.Fleet[i].Calendar = own, own
			}
		})
		w.until(t, "2022-03-15T00:00:00Z")
		w.end()
		count, all := map[string]int{}, 0
		for _, e := range of[people.Edited](w.log) {
			if all++; strings.HasPrefix(e.Event, "occurrence") {
				count[e.Change]++
			}
		}
		of := count[people.Updated] + count[people.Deleted]
		assert.Zero(t, count[people.Created])
		assert.InDelta(t, 0.08, float64(of)/float64(all), 0.02)
		assert.InDelta(t, 0.4, float64(count[people.Deleted])/float64(of), 0.08)
		ny := zone(t, "America/New_York").Location
		moved := 0
		for _, c := range calendars {
			for _, e := range c.occurrences {
				was := before[e.ID]
				assert.Equal(t, time.Hour, e.End.Sub(e.Start))
				if e.Start.Equal(was.Start) {
					continue
				}
				moved++
				assert.Equal(t, was.Start.In(ny).YearDay(), e.Start.In(ny).YearDay(), "no occurrence leaves its day: it cannot pass its neighbours")
				assert.True(t, e.Start.In(ny).Hour() >= 9 && e.End.In(ny).Hour() <= 17)
			}
		}
		assert.Positive(t, moved)
	})
}
