package history

import (
	"slices"
	"time"
)

// cohort gathers the series of one cohort.
type cohort struct {
	name    string
	members []int  // positions in Recorder.tracks
	minute  Minute // counts since the last sample
	series  []Minute
}

// Sample appends one Minute to the series of each cohort. The world calls it at
// each whole minute. Mailboxes that were never linked have no age and count as
// neither failing nor stale.
func (r *Recorder) Sample(at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	for i := range r.tracks {
		if t := &r.tracks[i]; t.linked {
			t.age = at.Sub(t.lastComplete)
		}
	}
	for i := range r.cohorts {
		c := &r.cohorts[i]
		c.series = append(c.series, r.minuteLocked(c))
		c.minute = Minute{}
	}
	for _, s := range r.shapes { // each on its own, so their order shows nowhere
		s.Minutes = append(s.Minutes, s.minute)
		s.minute = 0
	}
	r.samples++
}

// minuteLocked completes the minute of a cohort that ends now.
func (r *Recorder) minuteLocked(c *cohort) Minute {
	m := c.minute
	ages := r.ages[:0]
	for _, member := range c.members {
		t := &r.tracks[member]
		if !t.linked {
			continue
		}
		ages = append(ages, int(t.age/time.Second))
		if t.age > 2*r.header.Poll {
			m.Stale++
		}
		if t.failing {
			m.Failing++
		}
		if t.waiting {
			m.Waiting++
		}
	}
	r.ages = ages
	m.AgeMedian, m.AgeMax = medianAndMax(ages)
	return m
}

// medianAndMax reorders ages. Of two middle values the median is the lower; both
// are 0 for none.
func medianAndMax(ages []int) (median, maximum int) {
	if len(ages) == 0 {
		return 0, 0
	}
	maximum = slices.Max(ages)
	return nth(ages, (len(ages)-1)/2), maximum
}

// nth is the value that would stand at position n of the sorted values; it
// reorders them. Sorting a thousand ages each minute would cost more than all
// the rest of a sample.
func nth(v []int, n int) int {
	low, high := 0, len(v)-1
	for low < high {
		pivot := v[low+(high-low)/2]
		i, j := low, high
		for i <= j {
			for v[i] < pivot {
				i++
			}
			for v[j] > pivot {
				j--
			}
			if i <= j {
				v[i], v[j] = v[j], v[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n <= j:
			high = j
		case n >= i:
			low = i
		default:
			return v[n]
		}
	}
	return v[n]
}
