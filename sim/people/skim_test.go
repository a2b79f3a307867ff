package people_test

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/people"
)

func fire(w *town, key string) {
	w.people.ChatMessage(people.ChatMessage{Key: key, Provider: "outlook.com", Firing: true, Alert: key + " fires"})
}

func closes(w *town, key string) {
	w.people.ChatMessage(people.ChatMessage{Key: key, Provider: "outlook.com", Alert: key})
}

func chatter(w *town, n int) {
	for range n {
		w.people.ChatMessage(people.ChatMessage{})
	}
}

func TestSkims(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTown(t, "2022-03-24T12:00:00Z", 0, inLondon(t, people.Step{On: people.OnChat, After: after("1h"), Post: &people.Post{State: "investigating", Text: "Seen."}}))
		fire(w, "open")
		fire(w, "closed")
		closes(w, "closed")
		w.until(t, "2022-03-29T12:00:00Z") // Tuesday; summer time began on Sunday
		fire(w, "open")                    // a repetition
		w.until(t, "2022-03-30T12:00:00Z")
		closes(w, "open")
		closes(w, "never fired")
		fire(w, "open") // another episode
		w.until(t, "2022-03-31T12:00:00Z")
		w.end()
		skims := of[people.Skimmed](w.log)
		require.Len(t, skims, 5, "Friday, then Monday to Thursday")
		for i, want := range []string{"2022-03-25T09:15:00Z", "2022-03-28T08:15:00Z", "2022-03-29T08:15:00Z", "2022-03-30T08:15:00Z", "2022-03-31T08:15:00Z"} {
			near(t, want, skims[i].At)
			assert.Equal(t, []string{"open"}, skims[i].Open)
			assert.Equal(t, []string{"open"}, skims[i].Saw)
			assert.Equal(t, 1.0, skims[i].Chance)
		}
		assert.Equal(t, []int{3, 0, 0, 1, 3}, []int{skims[0].Messages, skims[1].Messages, skims[2].Messages, skims[3].Messages, skims[4].Messages})
		noticed := of[people.Noticed](w.log)
		require.Len(t, noticed, 2, "once for each episode, whatever is repeated or seen again")
		assert.Equal(t, people.Noticed{At: noticed[0].At, By: people.OnChat, Provider: "outlook.com", What: "open fires"}, noticed[0])
		near(t, "2022-03-25T09:15:00Z", noticed[0].At)
		acted := of[people.Acted](w.log)
		require.Len(t, acted, 1)
		near(t, "2022-03-25T10:15:00Z", acted[0].At)
	})
}

func TestNoiseHides(t *testing.T) {
	t.Run("in the same night", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newTown(t, "2022-03-01T23:00:00Z", 0, inLondon(t))
			fire(w, "open")
			chatter(w, 60)
			w.until(t, "2022-03-02T10:00:00Z")
			skims := of[people.Skimmed](w.log)
			require.Len(t, skims, 1)
			assert.Zero(t, skims[0].Chance)
			assert.Empty(t, skims[0].Saw)

			w.until(t, "2022-03-04T10:00:00Z")
			skims = of[people.Skimmed](w.log)
			require.Len(t, skims, 3)
			assert.Zero(t, skims[2].Messages)
			assert.Zero(t, skims[2].Chance, "60 messages stand below it, in the channel if not since the last skim")

			fire(w, "open") // a repetition brings it down
			w.until(t, "2022-03-07T10:00:00Z")
			skims = of[people.Skimmed](w.log)
			require.Len(t, skims, 4)
			assert.Equal(t, []string{"open"}, skims[3].Saw)
			w.end()
		})
	})
	t.Run("but an alert does not hide itself", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newTown(t, "2022-03-01T23:00:00Z", 0, inLondon(t))
			for range 100 {
				fire(w, "open")
			}
			w.until(t, "2022-03-02T10:00:00Z")
			w.end()
			skims := of[people.Skimmed](w.log)
			require.Len(t, skims, 1)
			assert.Equal(t, 100, skims[0].Messages)
			assert.Equal(t, 1.0, skims[0].Chance)
		})
	})
	t.Run("with nothing open the chance is that of any", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newTown(t, "2022-03-01T23:00:00Z", 0, inLondon(t))
			chatter(w, 38)
			w.until(t, "2022-03-02T10:00:00Z")
			w.end()
			skims := of[people.Skimmed](w.log)
			require.Len(t, skims, 1)
			assert.Empty(t, skims[0].Open)
			assert.Equal(t, 0.4, skims[0].Chance)
		})
	})
}
