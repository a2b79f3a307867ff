package people_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/people"
)

// Of 100 owners 90 answer; of these exact shares decline, sign in with another
// account, or come back to the link later.
func TestWays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &site{}
		w := newTown(t, "2022-03-04T09:00:00Z", 100, func(c *people.Config) {
			relinking(s, 0.9)(c)
			c.Owners.Relink.Decline, c.Owners.Relink.Other, c.Owners.Relink.Twice = 0.2, 0.1, 0.3
		})
		for _, o := range w.config.Fleet {
			require.NoError(t, w.people.MailArrived(o.Address, "http://sync.example.com/relink?for="+o.Mailbox))
		}
		w.until(t, "2023-03-04T00:00:00Z")
		w.end()
		count := map[people.Way]int{}
		for mailbox, ways := range s.ways {
			count[ways[0]]++
			clicks := 1
			if ways[0] == people.Twice {
				clicks = 2
			}
			assert.Len(t, ways, clicks)
			assert.Equal(t, clicks, s.visits["/relink?for="+mailbox])
		}
		assert.Equal(t, map[people.Way]int{people.Agrees: 36, people.Declines: 18, people.Other: 9, people.Twice: 27}, count)
		assert.Len(t, of[people.RelinkAnswered](w.log), 90+27)
	})
}
