package fault

import (
	"math"
	"time"
)

// inForce is the index of the rules in force during [from, until): a request
// looks at those only, however many rules there are.
type inForce struct {
	from, until int64
	rules       []active // in file order
}

// active is a rule in force and the period of its flicker.
type active struct {
	*rule
	period int
}

// inForce returns the index that now belongs to. It is made anew when now has
// left the last one: at the edges of windows.
func (e *Engine) inForce(now time.Time) *inForce {
	at := now.UnixNano()
	if known := e.current.Load(); known != nil && known.from <= at && at < known.until {
		return known
	}
	made := &inForce{from: math.MinInt64, until: math.MaxInt64}
	for _, r := range e.rules {
		p := r.schedule.phase(at)
		made.from, made.until = max(made.from, p.from), min(made.until, p.until)
		if p.in {
			made.rules = append(made.rules, active{r, p.period})
		}
	}
	e.current.Store(made)
	return made
}
