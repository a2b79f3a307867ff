package fault

import (
	"math"
	"slices"
	"strings"
	"time"
)

// schedule is when a rule is in force: from at (included) to until (excluded),
// all the time, or for the first length of every period. Nanoseconds since 1970.
type schedule struct{ at, until, every, length int64 }

func newSchedule(r Rule, from, until time.Time) schedule {
	s := schedule{at: from.UnixNano(), until: until.UnixNano(), every: int64(r.Every), length: int64(r.For)}
	if !r.At.IsZero() {
		s.at = r.At.UnixNano()
	}
	if !r.Until.IsZero() {
		s.until = min(s.until, r.Until.UnixNano())
	}
	return s
}

// phase is a span of time, [from, until), within which a rule either is in force
// or is not.
type phase struct {
	from, until int64
	in          bool
	period      int // of a flicker, counted from 0
}

// phase returns the one that an instant belongs to.
func (s schedule) phase(now int64) phase {
	switch {
	case now >= s.until:
		return phase{from: s.until, until: math.MaxInt64}
	case now < s.at:
		return phase{from: math.MinInt64, until: s.at}
	case s.every == 0:
		return phase{from: s.at, until: s.until, in: true}
	}
	k := (now - s.at) / s.every
	start := s.at + k*s.every
	end := start + s.length
	if now < end {
		return phase{from: start, until: min(end, s.until), in: true, period: int(k)}
	}
	return phase{from: end, until: min(start+s.every, s.until), period: int(k)}
}

// Window is a span in which a rule was in force, [From, Until): a flicker has
// one for each period.
type Window struct {
	Rule        string
	From, Until time.Time
}

// Windows returns every window of every rule within the world's clock, by start
// and, at one instant, in file order.
func (e *Engine) Windows() []Window {
	var all []Window
	for _, r := range e.rules {
		for now := e.from; now < e.until; {
			p := r.schedule.phase(now)
			if p.in {
				all = append(all, Window{r.Name, instant(max(p.from, e.from)), instant(min(p.until, e.until))})
			}
			now = p.until
		}
	}
	slices.SortStableFunc(all, func(a, b Window) int { return a.From.Compare(b.From) })
	return all
}

func instant(nanoseconds int64) time.Time { return time.Unix(0, nanoseconds).UTC() }

// short writes a duration without the zeros that package time appends: 47m, not
// 47m0s.
func short(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
