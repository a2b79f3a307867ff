package people_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/clock"
	"anchorage/sim/keyed"
	"anchorage/sim/lane"
	"anchorage/sim/people"
)

func TestChance(t *testing.T) {
	a := people.Team{}.WithDefaults().Attention
	before := 1.0
	for n := range 201 {
		chance := a.Chance(n)
		assert.LessOrEqual(t, chance, before, "at %d messages", n)
		before = chance
	}
	assert.Equal(t, 1.0, a.Chance(0))
	assert.Equal(t, 1.0, a.Chance(a.Full))
	assert.Less(t, a.Chance(a.Full+1), 1.0)
	assert.Greater(t, a.Chance(a.Blind-1), 0.0)
	assert.Zero(t, a.Chance(a.Blind))
	assert.Zero(t, a.Chance(200))
	t.Run("Cliff", func(t *testing.T) {
		cliff := people.Attention{Full: 10, Blind: 10}
		assert.Equal(t, 1.0, cliff.Chance(10))
		assert.Zero(t, cliff.Chance(11))
	})
}

// crowd is many teams, one for each seed, that read the same channel.
type crowd struct {
	teams []*people.People
	logs  []*log
}

func newCrowd(ctx context.Context, n int) *crowd {
	c := &crowd{}
	lanes := &lane.Allocator{}
	for seed := range n {
		l := &log{}
		p := people.New(people.Config{
			Clock: clock.System{}, Seed: keyed.Seed(seed), Observer: l,
			Lane: func(e string) time.Duration { return lanes.Lane(fmt.Sprint(seed, "/", e)) },
		})
		p.Start(ctx)
		c.teams, c.logs = append(c.teams, p), append(c.logs, l)
	}
	return c
}

func (c *crowd) hear(m people.ChatMessage) {
	for _, p := range c.teams {
		p.ChatMessage(m)
	}
}

// saw is the share of teams that have noticed something by chat.
func (c *crowd) saw() float64 {
	n := 0
	for _, l := range c.logs {
		if len(of[people.Noticed](l)) > 0 {
			n++
		}
	}
	return float64(n) / float64(len(c.logs))
}

// The share of seeds in which somebody sees the alert that never closed, swept
// over the number of other messages in the same night.
func TestAttentionInWorlds(t *testing.T) {
	const teams, tolerance = 300, 0.08
	var shares []float64
	for n := 0; n <= 200; n += 10 {
		synctest.Test(t, func(t *testing.T) {
			clk := clock.System{}
			require.NoError(t, clk.Sleep(t.Context(), instant(t, "2022-03-01T20:00:00Z").Sub(clk.Now())))
			ctx, cancel := context.WithCancel(t.Context())
			c := newCrowd(ctx, teams)
			c.hear(people.ChatMessage{Key: "open", Provider: "outlook.com", Firing: true, Alert: "Rounds of outlook.com fail"})
			for i := range n / 2 {
				key := fmt.Sprint("flicker ", i)
				c.hear(people.ChatMessage{Key: key, Firing: true, Alert: "flicker"})
				c.hear(people.ChatMessage{Key: key, Alert: "flicker"})
			}
			require.NoError(t, clk.Sleep(t.Context(), instant(t, "2022-03-02T10:00:00Z").Sub(clk.Now())))
			skims := of[people.Skimmed](c.logs[0])
			require.Len(t, skims, 1)
			assert.Equal(t, n+1, skims[0].Messages)
			assert.Equal(t, []string{"open"}, skims[0].Open)
			assert.Equal(t, people.Attention{Full: 5, Blind: 60}.Chance(n), skims[0].Chance, "the alert's own message does not hide it")
			shares = append(shares, c.saw())
			cancel()
			for _, p := range c.teams {
				p.Wait()
			}
		})
	}
	for i := 1; i < len(shares); i++ {
		assert.LessOrEqual(t, shares[i], shares[i-1]+tolerance, "at %d messages", 10*i)
	}
	assert.Equal(t, 1.0, shares[0])
	assert.Zero(t, shares[len(shares)-1])
	assert.InDelta(t, people.Attention{Full: 5, Blind: 60}.Chance(30), shares[3], tolerance)
}
