package people

import (
	"time"

	"anchorage/sim/units"
)

// WithDefaults fills in what a scenario file leaves out.
func (o Owners) WithDefaults() Owners {
	if o.TimeZone.Location == nil {
		o.TimeZone.Location = time.UTC
	}
	if o.Waking == (units.Hours{}) {
		o.Waking = units.Hours{From: wall(7, 0), Until: wall(23, 30)}
	}
	if o.Events == 0 {
		o.Events = 30
	}
	if o.Series == nil {
		series := 3
		o.Series = &series
	}
	return o
}

// WithDefaults fills in what a scenario file leaves out.
func (t Team) WithDefaults() Team {
	if len(t.Zones) == 0 {
		t.Zones = []units.Zone{{Location: time.UTC}}
	}
	if t.Hours == (units.Hours{}) {
		t.Hours = units.Hours{From: wall(9, 0), Until: wall(17, 30)}
	}
	if t.SkimsChat == 0 {
		t.SkimsChat = wall(9, 15)
	}
	if t.Attention == (Attention{}) {
		t.Attention = Attention{Full: 5, Blind: 60}
	}
	return t
}

// tryDefault is how long a try lasts when its step does not say.
const tryDefault = 20 * time.Minute

func wall(hour, minute int) units.TimeOfDay {
	return units.TimeOfDay(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}
