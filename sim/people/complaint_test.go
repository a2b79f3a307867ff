package people_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/people"
)

func complaining(share float64) func(*people.Config) {
	return func(c *people.Config) {
		c.Owners = people.Owners{EditsPerDay: 6, ReadsPerDay: 12}
		if err := c.Owners.Complain.Share.UnmarshalText([]byte("25%")); err != nil || share == 0 {
			c.Owners.Complain.Share = 0
		}
		c.Owners.Complain.After.UnmarshalText([]byte("30h"))
		c.Team.SupportHandsOnAfter.UnmarshalText([]byte("40m"))
	}
}

func TestTickets(t *testing.T) {
	t.Run("NoneWhileChangesArrive", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newTown(t, "2022-03-01T00:00:00Z", 20, complaining(0.25))
			w.until(t, "2022-03-08T00:00:00Z")
			w.end()
			assert.Empty(t, w.desk.Tickets())
			for _, l := range of[people.Looked](w.log) {
				assert.Zero(t, l.Missing)
			}
		})
	})
	t.Run("NoneForAnOutageOfOneDay", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newTown(t, "2022-03-01T00:00:00Z", 20, complaining(0.25))
			w.until(t, "2022-03-02T09:00:00Z")
			w.reader.freeze(time.Now())
			w.until(t, "2022-03-03T09:00:00Z")
			w.reader.thaw()
			w.until(t, "2022-03-06T00:00:00Z")
			w.end()
			assert.Empty(t, w.desk.Tickets())
			assert.True(t, anyMissing(w), "owners saw that changes were missing")
		})
	})
	t.Run("OneForEachComplainingOwner", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newTown(t, "2022-03-01T00:00:00Z", 20, complaining(0.25))
			w.until(t, "2022-03-01T23:40:00Z")
			began := time.Now()
			w.reader.freeze(began)
			w.until(t, "2022-03-05T00:00:00Z")
			tickets := w.desk.Tickets()
			require.Len(t, tickets, 5, "a quarter of 20 owners, each once though the outage goes on")
			who := map[string]bool{}
			for i, ticket := range tickets {
				who[ticket.Mailbox] = true
				assert.Equal(t, "outlook.com", ticket.Provider)
				assert.Greater(t, ticket.MissingFor.D(), 30*time.Hour)
				assert.False(t, ticket.At.Add(-ticket.MissingFor.D()).Before(began), "ticket %d: made before the outage", i)
				assert.Contains(t, ticket.Text, " hours ago and ")
			}
			assert.Len(t, who, 5)

			w.reader.thaw() // and a second outage, after everything has arrived
			w.until(t, "2022-03-06T00:00:00Z")
			w.reader.freeze(time.Now())
			w.until(t, "2022-03-10T00:00:00Z")
			w.end()
			assert.Len(t, w.desk.Tickets(), 10)
			assert.Empty(t, of[string](w.log))
		})
	})
	t.Run("AgainAtTheNextLookWhenTheDeskIsDown", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newTown(t, "2022-03-01T00:00:00Z", 4, complaining(0.25))
			w.desk.SetDown(true)
			w.reader.freeze(time.Now())
			w.until(t, "2022-03-04T00:00:00Z")
			assert.Empty(t, w.desk.Tickets())
			stranded := of[string](w.log)
			require.NotEmpty(t, stranded)
			assert.Contains(t, stranded[0], "ticket: status 503")
			w.desk.SetDown(false)
			w.until(t, "2022-03-05T00:00:00Z")
			w.end()
			assert.Len(t, w.desk.Tickets(), 1)
		})
	})
}

func anyMissing(w *town) bool {
	for _, l := range of[people.Looked](w.log) {
		if l.Missing > 0 && l.Oldest > 30*time.Minute {
			return true
		}
	}
	return false
}

// A ticket goes from the owner to support, and from there to engineering.
func TestTicketsReachEngineering(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, "2022-03-01T00:00:00Z", 4, func(c *people.Config) {
			complaining(0.25)(c)
			c.Team.Zones = append(c.Team.Zones, zone(t, "Europe/London"))
		})
		w.reader.freeze(time.Now())
		w.until(t, "2022-03-04T00:00:00Z")
		w.end()
		tickets := w.desk.Tickets()
		require.Len(t, tickets, 1)
		london := people.Team{Zones: w.config.Team.Zones}.Schedule()
		handed := of[people.TicketHandedOn](w.log)
		require.Len(t, handed, 1)
		assert.Equal(t, "T-1", handed[0].Ticket)
		assert.WithinDuration(t, london.Add(tickets[0].At, 40*time.Minute), handed[0].At, time.Millisecond)
		noticed := of[people.Noticed](w.log)
		require.Len(t, noticed, 1)
		assert.Equal(t, people.OnTicket, noticed[0].By)
		assert.Equal(t, "outlook.com", noticed[0].Provider)
		assert.True(t, strings.HasPrefix(noticed[0].What, "T-1: "))
		assert.True(t, london.Contains(noticed[0].At))
	})
}
