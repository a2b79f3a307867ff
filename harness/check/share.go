package check

import (
	"slices"
	"time"
)

// share bounds the part of a provider's accounts that the system may count as failing,
// from an instant on to that of the next.
type share struct {
	at        time.Time
	low, high float64
}

// count is how many accounts stand how.
type count [4]int // by standing

// bounds are the lowest and the highest share that the accounts may make up. Those that
// wait are failing or left out; those that are unsure are failing or healthy.
func (c count) bounds() (low, high float64) {
	low = shareOf(c[fails], c[well]+c[unsure]+c[fails])
	high = shareOf(c[unsure]+c[fails]+c[waiting], c[well]+c[unsure]+c[fails]+c[waiting])
	return low, high
}

// shares bounds the failing share of a provider over the whole world.
func (v *view) shares(provider string) []share {
	if v.allShares == nil {
		v.allShares = map[string][]share{}
	}
	if known, ok := v.allShares[provider]; ok {
		return known
	}
	out := settled(v.clouded(v.counted(provider)))
	v.allShares[provider] = out
	return out
}

// counted bounds the share by how each mailbox stands.
func (v *view) counted(provider string) []share {
	type move struct {
		at       time.Time
		from, to standing
		first    bool
	}
	var moves []move
	for _, id := range v.ids {
		if v.mailboxes[id].Provider != provider {
			continue
		}
		all := v.standings(v.mailboxes[id])
		for i, c := range all {
			m := move{at: c.at, to: c.to, first: i == 0}
			if i > 0 {
				m.from = all[i-1].to
			}
			moves = append(moves, m)
		}
	}
	slices.SortStableFunc(moves, func(a, b move) int { return a.at.Compare(b.at) })
	out := []share{{at: v.h.Header.From}}
	var n count
	for _, m := range moves {
		if !m.first {
			n[m.from]--
		}
		n[m.to]++
		low, high := n.bounds()
		out = append(out, share{m.at, low, high})
	}
	return out
}

// settled leaves the last bounds of each instant.
func settled(shares []share) []share {
	var out []share
	for _, s := range shares {
		if n := len(out); n > 0 && out[n-1].at.Equal(s.at) {
			out = out[:n-1]
		}
		out = append(out, s)
	}
	return out
}

// clouded widens the bounds to everything in the spans in which the journal does not
// tell who fails.
func (v *view) clouded(shares []share) []share {
	for _, s := range v.clouds() {
		shares = widened(shares, s)
	}
	return shares
}

// widened lets a share be anything within a span.
func widened(shares []share, s Span) []share {
	var out []share
	last := share{}
	within, after := false, false
	enter := func() { out = append(out, share{s.From, 0, 1}) }
	leave := func() { out = append(out, share{s.Until, last.low, last.high}) }
	for _, x := range shares {
		if !within && !x.at.Before(s.From) {
			within = true
			enter()
		}
		if !after && !x.at.Before(s.Until) {
			after = true
			leave()
		}
		last = x
		if !within || after {
			out = append(out, x)
		}
	}
	if !within {
		enter()
	}
	if !after {
		leave()
	}
	return out
}

// clouds are the spans in which the share can't be told from outside: as long as
// answers look well that are none, or come late, and until each mailbox has had its next
// round; and when the system has been down for so long that its last figures no longer
// count, until it has some again.
func (v *view) clouds() []Span {
	c := v.h.Header.Contract
	again := v.poll() + c.Round
	var out []Span
	for _, f := range v.h.Header.Faults {
		if f.Hits == 0 || !speaksOf(f.What, disguised) {
			continue
		}
		for _, w := range v.faults[f.Name].windows {
			out = append(out, Span{w.From, w.Until.Add(again)})
		}
	}
	for _, down := range v.downs {
		if forgotten := down.From.Add(v.remembered()); forgotten.Before(down.Until) {
			out = append(out, Span{forgotten, down.Until.Add(again)})
		}
	}
	return out
}

// remembered is how long a system may be down without any effect on alerts: its last
// figures may have been read a scrape before, and are evaluated for a while.
func (v *view) remembered() time.Duration {
	c := v.h.Header.Contract
	return c.Memory - c.Scrape - c.Down.Evaluation
}

// spansWhere are the spans in which a condition on the share holds, up to the end of
// the world.
func (v *view) spansWhere(shares []share, holds func(share) bool) []Span {
	var out []Span
	open := false
	for _, x := range shares {
		switch is := holds(x); {
		case is && !open:
			out = append(out, Span{From: x.at, Until: v.end()})
			open = true
		case !is && open:
			out[len(out)-1].Until = x.at
			open = false
		}
	}
	return slices.DeleteFunc(out, func(s Span) bool { return !s.From.Before(s.Until) })
}

// surely are the spans in which more than a share fails for sure; possibly, those in
// which more than that may fail. A dip that is shorter than a scrape may be missed, so
// that possible spans with no more than that between them are one.
func (v *view) surely(provider string, over float64) []Span {
	return v.spansWhere(v.shares(provider), func(s share) bool { return s.low > over })
}

func (v *view) possibly(provider string, over float64) []Span {
	var out []Span
	for _, s := range v.spansWhere(v.shares(provider), func(s share) bool { return s.high > over }) {
		if n := len(out); n > 0 && s.From.Sub(out[n-1].Until) <= v.h.Header.Contract.Scrape {
			out[n-1].Until = s.Until
			continue
		}
		out = append(out, s)
	}
	return out
}
