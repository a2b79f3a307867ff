package alerting

import "time"

// phase is when a rule group is evaluated: at whole intervals plus at.
type phase struct {
	group    string
	interval time.Duration
	at       time.Duration
}

// step is the grain in which offsets are tried.
const step = 500 * time.Millisecond

// scrapeOffset chooses how long after the whole interval to scrape: as far as
// can be from every evaluation, so that none ties with a scrape and the scheduler
// is never asked which of them comes first.
func scrapeOffset(interval time.Duration, groups []phase) time.Duration {
	room := interval
	for _, g := range groups {
		room = greatestCommonDivisor(room, g.interval)
	}
	best, clearest := time.Duration(0), time.Duration(-1)
	for offset := time.Duration(0); offset < room; offset += step {
		nearest := room
		for _, g := range groups {
			apart := (g.at - offset) % room
			if apart < 0 {
				apart += room
			}
			nearest = min(nearest, apart, room-apart)
		}
		if nearest > clearest {
			best, clearest = offset, nearest
		}
	}
	return best
}

func greatestCommonDivisor(a, b time.Duration) time.Duration {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
