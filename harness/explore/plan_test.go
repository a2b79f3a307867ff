package explore_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/explore"
	"anchorage/scenarios"
	"anchorage/sim/fault"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

// named finds a fault of a world; nil for none.
func named(f *scenarios.File, name string) *fault.Rule {
	i := slices.IndexFunc(f.Faults, func(r fault.Rule) bool { return r.Name == name })
	if i < 0 {
		return nil
	}
	return &f.Faults[i]
}

// pollOf is the poll of the settings.
func pollOf(f *scenarios.File) time.Duration {
	var s struct {
		Sync struct {
			Poll units.Duration `json:"poll"`
		} `json:"sync"`
	}
	if err := json.Unmarshal(f.System, &s); err != nil {
		panic(err)
	}
	return s.Sync.Poll.D()
}

// firstSettings are those of the file, or what the team deploys before the first rounds
// are over.
func firstSettings(f *scenarios.File) string {
	for _, s := range f.Operators {
		if s.Deploy != nil && s.At.Before(f.Clock.From.Add(10*time.Minute)) {
			return string(s.Deploy)
		}
	}
	return string(f.System)
}

// orderOf is when the team asks to relink; zero: never.
func orderOf(f *scenarios.File) time.Time {
	for _, s := range f.Operators {
		if s.Relink != nil {
			return s.At.Time
		}
	}
	return time.Time{}
}

// occasions are what a drawn world may have, each of which gives a promise something to
// judge.
var occasions = []struct {
	name string
	has  func(f *scenarios.File) bool
}{
	{"a hiccup before anything else", func(f *scenarios.File) bool {
		h := named(f, "hiccup")
		return h != nil && !slices.ContainsFunc(f.Faults, func(r fault.Rule) bool { return r.Name != "hiccup" && r.At.Before(h.Until.Time) })
	}},
	{"a spell that passes by itself, and two polls and more in which nothing goes wrong", func(f *scenarios.File) bool {
		s := named(f, "spell")
		return s != nil && !slices.ContainsFunc(f.Faults, func(r fault.Rule) bool {
			return r.Name != "spell" && r.Name != "hiccup" && r.At.Before(s.Until.Add(2*pollOf(f)))
		})
	}},
	{"a system that tries hints in a spell", func(f *scenarios.File) bool {
		s, all := named(f, "spell"), firstSettings(f)
		return s != nil && (s.Inject.Status >= 500 || s.Inject.Routing != "") && !strings.Contains(all, `"hint":"mailbox_id"`) && strings.Contains(all, `"remediation":"a`)
	}},
	{"an outage that owners can answer amid", func(f *scenarios.File) bool {
		o, at := named(f, "outage"), orderOf(f)
		return o != nil && !at.IsZero() && (o.Until.IsZero() || o.Until.After(at.Add(f.Owners.Relink.After.Median.D()-2*time.Minute))) &&
			(len(o.Match.Operation) > 0 || o.Inject.Token != "" || o.Inject.Routing != "")
	}},
	{"a pause that is asked for", func(f *scenarios.File) bool {
		return slices.ContainsFunc(f.Faults, func(r fault.Rule) bool { return r.Inject.Throttle != nil && r.Inject.Throttle.RetryAfter > 0 })
	}},
	{"a kill in an outage", func(f *scenarios.File) bool {
		o := named(f, "outage")
		return o != nil && slices.ContainsFunc(f.Kills, func(k scenarios.Kill) bool { return k.At.After(o.At.Add(9 * time.Minute)) })
	}},
	{"a fleet that is lost, and that the outage had spared", func(f *scenarios.File) bool {
		o, l := named(f, "outage"), named(f, "lost")
		return o != nil && l != nil && l.Match.Cohort != o.Match.Cohort && l.Until.IsZero() && f.Clock.Until.Sub(l.At.Time) > 75*time.Minute
	}},
	{"a claim while something goes wrong or after it", func(f *scenarios.File) bool {
		claims := 0
		for _, s := range f.Operators {
			if s.Post != nil && s.Post.Claims.Healthy != nil {
				claims++
			}
		}
		return claims > 1
	}},
}

func TestOccasions(t *testing.T) {
	counts := map[string]int{}
	for n := range uint64(drawn) {
		f := explore.Draw(n, nil)
		for _, o := range occasions {
			if o.has(f) {
				counts[o.name]++
			}
		}
		lostAfterMails(t, f)
	}
	for _, o := range occasions {
		assert.Greater(t, counts[o.name], drawn*8/10, o.name)
	}
}

// Whoever was asked to relink is waited for, and not beyond help.
func lostAfterMails(t *testing.T, f *scenarios.File) {
	t.Helper()
	l := named(f, "lost")
	for _, s := range f.Operators {
		if l != nil && s.Relink != nil {
			assert.True(t, l.At.After(s.At.Time), f.Name)
		}
	}
}

// What the team may claim to be well is what no fault has reached for long enough.
func TestUntouched(t *testing.T) {
	base := time.Date(2022, 6, 14, 12, 0, 0, 0, time.UTC)
	hour := func(n float64) units.Time { return units.Time{Time: base.Add(time.Duration(n * float64(time.Hour)))} }
	a, b := scenarios.Fleet{Name: "a", Provider: "outlook.com", Authorization: "live"}, scenarios.Fleet{Name: "b", Provider: "microsoft365", Authorization: "identity_platform"}
	cohorts := map[string]people.Selector{"fleet-a": {Fleet: "a"}, "new": {Authorization: "identity_platform"}, "graph": {Provider: "microsoft365"}, "own": {Address: "custom_domain"}}
	down := fault.Inject{Status: 503}
	revoked := fault.Inject{Token: fault.TokenRevoked}
	for _, row := range []struct {
		name string
		rule fault.Rule
		at   float64
		poll time.Duration
		kill float64 // for 25 minutes, if it isn't 0
		a, b bool
	}{
		{name: "BeforeIt", rule: fault.Rule{Inject: down, At: hour(2)}, at: 1.9, a: true, b: true},
		{name: "AsItBegins", rule: fault.Rule{Inject: down, At: hour(2)}, at: 2},
		{name: "WithoutAnEnd", rule: fault.Rule{Inject: down, At: hour(2)}, at: 90},
		{name: "SoonAfter", rule: fault.Rule{Inject: down, At: hour(2), Until: hour(3)}, at: 4.5},
		{name: "LongAfter", rule: fault.Rule{Inject: down, At: hour(2), Until: hour(3)}, at: 4.6, a: true, b: true},
		{name: "SoonAfterForALongPoll", rule: fault.Rule{Inject: down, At: hour(2), Until: hour(3)}, poll: 30 * time.Minute, at: 5.3},
		{name: "RevokedForGood", rule: fault.Rule{Inject: revoked, At: hour(2), Until: hour(3)}, at: 90},
		{name: "OfAProvider", rule: fault.Rule{Inject: down, At: hour(2), Match: fault.Match{Provider: "outlook.com"}}, at: 3, b: true},
		{name: "OfAFleet", rule: fault.Rule{Inject: down, At: hour(2), Match: fault.Match{Cohort: "fleet-a"}}, at: 3, b: true},
		{name: "OfAnAuthorization", rule: fault.Rule{Inject: down, At: hour(2), Match: fault.Match{Cohort: "new"}}, at: 3, a: true},
		{name: "OfAProvidersCohort", rule: fault.Rule{Inject: down, At: hour(2), Match: fault.Match{Cohort: "graph"}}, at: 3, a: true},
		{name: "OfAddressesThatAnyoneMayHave", rule: fault.Rule{Inject: down, At: hour(2), Match: fault.Match{Cohort: "own"}}, at: 3},
		{name: "SoonAfterAndKilled", rule: fault.Rule{Inject: down, At: hour(2), Until: hour(3)}, kill: 3.5, at: 5.2},
		{name: "KilledAsItEnds", rule: fault.Rule{Inject: down, At: hour(2), Until: hour(3)}, kill: 2.9, at: 5.2},
		{name: "LongAfterAndKilled", rule: fault.Rule{Inject: down, At: hour(2), Until: hour(3)}, kill: 3.5, at: 5.3, a: true, b: true},
		{name: "KilledBeforeItEnds", rule: fault.Rule{Inject: down, At: hour(2), Until: hour(3)}, kill: 2.5, at: 4.6, a: true, b: true},
		{name: "KilledLater", rule: fault.Rule{Inject: down, At: hour(2), Until: hour(3)}, kill: 4.7, at: 4.6, a: true, b: true},
		{name: "KilledBeforeAnything", rule: fault.Rule{Inject: down, At: hour(2)}, kill: 1, at: 1.9, a: true, b: true},
		{name: "AHiccup", rule: fault.Rule{Name: "hiccup", Inject: down, At: hour(2)}, at: 2.1, a: true, b: true},
	} {
		t.Run(row.name, func(t *testing.T) {
			f := &scenarios.File{Cohorts: cohorts, Faults: []fault.Rule{row.rule}}
			if row.kill > 0 {
				f.Kills = []scenarios.Kill{{At: hour(row.kill), Down: units.Duration(25 * time.Minute)}}
			}
			poll := max(row.poll, 15*time.Minute)
			assert.Equal(t, row.a, explore.Untouched(f, a, hour(row.at).Time, poll))
			assert.Equal(t, row.b, explore.Untouched(f, b, hour(row.at).Time, poll))
		})
	}
}
