package check_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/sim/keyed"
)

// fate is what becomes of one mailbox, in minutes.
type fate struct {
	mailbox, provider string
	fails             [][2]int // from and until
	asked, relinked   int      // 0: never
}

// failsAt says whether it fails at a minute.
func (f fate) failsAt(minute int) bool {
	return slices.ContainsFunc(f.fails, func(s [2]int) bool { return s[0] <= minute && minute < s[1] })
}

// helped says whether the owner relinked after being asked, and was well at some minute
// from then until another.
func (f fate) helped(until int) bool {
	if f.relinked == 0 || f.relinked < f.asked {
		return false
	}
	for minute := f.relinked; minute <= until; minute++ {
		if !f.failsAt(minute) {
			return true
		}
	}
	return false
}

// drawn are the fates of eight mailboxes of each provider, all of which fail, and when
// the team orders to ask: after the first was asked.
func drawn(seed keyed.Seed) (fates []fate, order int) {
	for i := 1; i <= 16; i++ {
		f := fate{mailbox: o(i), provider: orchid}
		if i > 8 {
			f.mailbox, f.provider = h(i-8), thyme
		}
		draw := func(what string, most int) int { return seed.IntN(f.mailbox, what, 0, most) }
		from, until := 40+draw("from", 20), 70+draw("until", 90)
		f.fails = [][2]int{{from, until}}
		if draw("again", 3) == 0 {
			again := until + draw("gap", 4)
			f.fails = append(f.fails, [2]int{again, again + 1 + draw("length", 60)})
		}
		if draw("asked", 8) > 0 {
			f.asked = 61 + draw("when", 80)
		}
		if draw("relinked", 5) == 0 {
			f.relinked = max(45, f.asked-5+draw("later", 30))
		}
		fates = append(fates, f)
	}
	slices.SortStableFunc(fates, func(a, b fate) int { return a.asked - b.asked })
	first := slices.IndexFunc(fates, func(f fate) bool { return f.asked > 0 })
	return fates, fates[first].asked + 1 + seed.IntN("team", "order", 0, 200)
}

// oneTooManyOf is the first of the fates that may not be asked when it is; nil: none.
// Fates are in the order of asking.
func oneTooManyOf(fates []fate, order int) *fate {
	for i, f := range fates {
		if f.asked == 0 || f.asked >= order {
			continue
		}
		before, helped := 0, false
		for _, other := range fates[:i] {
			if other.asked > 0 && other.provider == f.provider {
				before++
				helped = helped || other.helped(f.asked)
			}
		}
		if before >= 5 && !helped {
			return &fates[i]
		}
	}
	return nil
}

// What the promise says is what it says of two hundred drawn histories, in which the rule
// is applied minute by minute.
func TestFewAskedOfDrawnHistories(t *testing.T) {
	counts := map[check.Status]int{}
	for seed := range keyed.Seed(200) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			fates, order := drawn(seed)
			b := world(8).order(float64(order))
			for _, f := range fates {
				for _, s := range f.fails {
					b.fails(f.mailbox, float64(s[0]), float64(s[1]))
				}
				if f.asked > 0 {
					b.ask(float64(f.asked), f.mailbox, f.failsAt(f.asked))
				}
				if f.relinked > 0 {
					b.relinked(float64(f.relinked), f.mailbox)
				}
			}
			v, extra := b.promise(fewAsked), oneTooManyOf(fates, order)
			require.NotNil(t, v)
			counts[v.Status]++
			if extra == nil {
				assert.Equal(t, check.Held, v.Status, "%s %+v", v.Message, fates)
				return
			}
			assert.Equal(t, check.Broken, v.Status, "%s %+v", v.Message, fates)
			assert.Equal(t, at(float64(extra.asked)), v.At)
			assert.Equal(t, []string{extra.mailbox}, v.Accounts)
		})
	}
	assert.Greater(t, counts[check.Held], 50)
	assert.Greater(t, counts[check.Broken], 50)
}
