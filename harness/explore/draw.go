package explore

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"anchorage/scenarios"
	"anchorage/sim/keyed"
	"anchorage/sim/units"
)

// Limits of what is drawn. A world takes about a second.
const (
	maxMailboxes  = 20
	manyMailboxes = 60 // now and then
	maxFaults     = 8
	// settled is when every account has been linked and has had its first rounds: a
	// world whose fleet can't be linked is no world, so nothing goes wrong before.
	settled = 40 * time.Minute
)

// Draw makes the world of a number: the same file for the same number and base. With
// a base its clock, fleet, owners, team, provider and settings stay, and what goes
// wrong is drawn anew, when the team asks who fails to relink, and what it posts. The file has no
// expectations.
func Draw(number uint64, base *scenarios.File) *scenarios.File {
	g := rapid.Custom(func(t *rapid.T) *scenarios.File {
		f, climbs := start(t, base)
		f.Name = fmt.Sprintf("explored-%d", number)
		f.Title = fmt.Sprintf("The world that was drawn from the number %d", number)
		f.Seed = number
		p := planned(f, climbs)
		if base == nil {
			p.prepare(t)
		}
		f.Faults = faults(t, f, p)
		f.Kills = kills(t, f, p)
		f.Sinks = sinks(t, f)
		f.Operators = steps(t, f, p)
		if base != nil {
			f.Operators = Foreign(f).Operators // its settings stay
		}
		return f
	})
	return g.Example(int(keyed.Seed(number).Uint64("world", "draw", 0)))
}

// start draws what a base would give: when, who, and with which settings.
// It says whether the system is to climb the whole ladder there.
func start(t *rapid.T, base *scenarios.File) (f *scenarios.File, climbs bool) {
	if base != nil {
		f := *base
		f.Expect = nil
		f.Note = ""
		return &f, false
	}
	f, climbs = &scenarios.File{}, chance(t, "climbs", 20)
	day := oneOf(t, "day", days...)
	f.Clock = clock(t, day, climbs)
	f.Era = f.Clock.From.Year()
	f.Fleet = fleets(t, climbs)
	f.Cohorts = cohorts(t, f.Fleet)
	f.Owners = owners(t, zoneNear(t, day))
	f.System = settings(t, f.Fleet, f.Clock.Until.Sub(f.Clock.From.Time), climbs)
	f.Team.Zones = []units.Zone{zone(zoneNear(t, day))}
	if chance(t, "second zone", 20) {
		f.Team.Zones = append(f.Team.Zones, zone(oneOf(t, "whose hours", others...)))
	}
	return f, climbs
}

// ShortestClock is what a base needs, so that something can go wrong in it.
const ShortestClock = settled + 20*time.Minute
