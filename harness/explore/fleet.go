package explore

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"anchorage/scenarios"
	"anchorage/sim/mailbox"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

// fleets draws one to three fleets, the largest first. Where the system is to climb the
// whole ladder, that one's owners sign in with addresses that no e-mail hint reaches.
func fleets(t *rapid.T, climbs bool) []scenarios.Fleet {
	all := make([]scenarios.Fleet, 0, 3)
	for i, n := range sizes(t) {
		f := scenarios.Fleet{
			Name: string(rune('a' + i)), Mailboxes: n,
			Provider:      oneOf(t, "provider", mailbox.OutlookCom, mailbox.OutlookCom, mailbox.Microsoft365),
			Authorization: mailbox.IdentityPlatform,
		}
		climber := climbs && i == 0
		if climber {
			f.Provider = mailbox.OutlookCom
		}
		if f.Provider == mailbox.OutlookCom && (climber || chance(t, "live", 65)) {
			f.Authorization = mailbox.Live
		}
		if f.Provider == mailbox.OutlookCom && chance(t, "addresses", 50) {
			f.Address = address(t)
		}
		if climber {
			f.Address = scenarios.Address{CustomDomain: oneOf(t, "own domain", units.Share(0.6), 0.9)}
		}
		all = append(all, f)
	}
	return all
}

// sizes of fleets, the largest first: mostly one of which more fail than the system may
// ask of its own accord, and small ones beside it; now and then any.
func sizes(t *rapid.T) []int {
	n, most := oneOf(t, "fleets", 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3), maxMailboxes
	if chance(t, "many", 4) {
		most = manyMailboxes
	}
	anySize := most == manyMailboxes || chance(t, "any size", 5)
	all := []int{8 + below(t, "mailboxes", 5), 1 + below(t, "mailboxes", 3), 1 + below(t, "mailboxes", 3)}[:n]
	for i := range all {
		if anySize {
			all[i] = rapid.IntRange(1, most/n).Draw(t, "mailboxes")
		}
	}
	slices.SortFunc(all, func(a, b int) int { return b - a })
	return all
}

// address draws quotas that fit into a fleet.
func address(t *rapid.T) scenarios.Address {
	custom, other := below(t, "custom domain", 6), below(t, "other sign-in", 6) // tenths
	tenths := func(n int) units.Share { return units.Share(float64(n) / 10) }
	return scenarios.Address{
		CustomDomain: tenths(custom), OtherSignIn: tenths(other),
		CustomDomainListed: tenths(below(t, "listed", custom+1)),
		StandardUnlisted:   tenths(below(t, "unlisted", min(3, 10-custom-other)+1)),
	}
}

// cohorts names parts of the fleets by address, for faults that hit these alone.
func cohorts(t *rapid.T, fleets []scenarios.Fleet) map[string]people.Selector {
	kinds := map[string]bool{}
	for _, f := range fleets {
		custom, other := f.Address.CustomDomain > 0, f.Address.OtherSignIn > 0
		kinds["custom_domain"] = kinds["custom_domain"] || custom
		kinds["other_sign_in"] = kinds["other_sign_in"] || other
		kinds["standard"] = kinds["standard"] || custom || other
	}
	all := map[string]people.Selector{}
	for _, kind := range []string{"custom_domain", "other_sign_in", "standard"} {
		if kinds[kind] && chance(t, "cohort", 50) {
			all[strings.ReplaceAll(kind, "_", "-")] = people.Selector{Address: kind}
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// owners draws how busy they are, and how they take a mail that asks them to relink.
func owners(t *rapid.T, zoneName string) people.Owners {
	o := people.Owners{
		EditsPerDay:  oneOf(t, "edits", 0.0, 3, 12, 48),
		ReadsPerDay:  oneOf(t, "reads", 12.0, 24, 48, 96),
		WritesPerDay: oneOf(t, "writes", 6.0, 12, 12, 24, 24, 24, 24, 48, 48, 96),
		TimeZone:     zone(zoneName),
	}
	if chance(t, "nobody writes", 3) {
		o.WritesPerDay = 0
	}
	if chance(t, "all day", 95) {
		o.Waking = units.Hours{From: 0, Until: units.TimeOfDay(23*60+59) * units.TimeOfDay(60e9)}
	}
	if chance(t, "calendars", 50) {
		series := below(t, "series", 8)
		o.Events, o.Series = 1+below(t, "events", 60), &series
	}
	o.Relink = people.RelinkAnswers{
		Answer: oneOf(t, "answer", units.Share(1), 1, 0.9, 0.9, 0.9, 0.9, 0.5),
		After:  people.Delay{Median: oneOf(t, "answer after", minutes(5), minutes(5), minutes(20), minutes(20), minutes(45))},
	}
	if chance(t, "ways", 50) {
		o.Relink.Decline = oneOf(t, "decline", units.Share(0), 0.3)
		o.Relink.Other = oneOf(t, "other", units.Share(0), 0.3)
		o.Relink.Twice = oneOf(t, "twice", units.Share(0), 0.3)
	}
	return o
}

// serviceSettings are those of our own system that a world varies, by their keys.
type serviceSettings struct {
	Sync struct {
		Poll          string `json:"poll"`
		Notifications bool   `json:"notifications,omitempty"`
		PageSize      int    `json:"page_size,omitempty"`
	} `json:"sync"`
	Routing struct {
		Hint        string              `json:"hint,omitempty"`
		Remediation string              `json:"remediation,omitempty"`
		Experiment  *experimentSettings `json:"experiment,omitempty"`
	} `json:"routing,omitzero"`
	Authorization string `json:"authorization,omitempty"`
	Relink        struct {
		PerHour  int    `json:"per_hour,omitempty"`
		LinkLife string `json:"link_life,omitempty"`
		Repeat   struct {
			After string `json:"after,omitempty"`
			Times int    `json:"times,omitempty"`
		} `json:"repeat,omitzero"`
	} `json:"relink,omitzero"`
	Alerting struct {
		Rules        string `json:"rules,omitempty"`
		Alertmanager string `json:"alertmanager,omitempty"`
	} `json:"alerting,omitzero"`
}

// experimentSettings race recoveries: they begin soon and end soon.
type experimentSettings struct {
	After   string `json:"after"`
	Pilots  int    `json:"pilots"`
	Control int    `json:"control"`
	Rounds  int    `json:"rounds"`
}

// Rule files that come with the module, beside the system's own.
var ruleFiles = []string{"alerts/2022.rules.yml", "alerts/2022-damped.rules.yml", "alerts/2022-long-open.rules.yml"}

const alertmanager2022 = "alerts/2022.alertmanager.yml"

// settings draws those of a world of a length. Only a longer one leaves time for a
// poll of half an hour.
func settings(t *rapid.T, fleets []scenarios.Fleet, lasts time.Duration, climbs bool) json.RawMessage {
	var s serviceSettings
	s.Sync.Poll = oneOf(t, "poll", "15m", "5m", "15m", "30m", "15m")
	if s.Sync.Poll == "30m" && (lasts < 7*time.Hour || climbs) {
		s.Sync.Poll = "15m"
	}
	if lasts < 5*time.Hour {
		s.Sync.Poll = "5m"
	}
	s.Sync.Notifications = chance(t, "notifications", 65)
	s.Sync.PageSize = oneOf(t, "page size", 0, 5, 10)
	s.Routing.Hint = oneOf(t, "hint", "", "", "", "", "", "email", "mailbox_id")
	s.Routing.Remediation = oneOf(t, "remediation", "", "assisted", "assisted", "auto", "auto")
	short := lasts < 6*time.Hour // so that only what begins soon is seen
	if s.Routing.Remediation != "" && (short || chance(t, "quick experiment", 70)) {
		after := oneOf(t, "after", "10m", "20m", "40m")
		if short && after == "40m" {
			after = "20m"
		}
		s.Routing.Experiment = &experimentSettings{After: after, Pilots: 1 + below(t, "pilots", 5),
			Control: 1 + below(t, "control", 5), Rounds: 1 + below(t, "rounds", 3)}
	}
	if climbs {
		s.Routing.Hint, s.Routing.Remediation = "", "auto"
		s.Routing.Experiment = &experimentSettings{After: "10m", Pilots: 3 + below(t, "pilots", 3), Control: 1 + below(t, "control", 3), Rounds: 1}
	}
	if chance(t, "mails", 25) {
		s.Relink.PerHour = oneOf(t, "per hour", 1, 5, 20)
		s.Relink.LinkLife = oneOf(t, "link life", "", "30m", "4h", "4h", "4h")
		if s.Relink.LinkLife != "30m" && chance(t, "reminders", 70) { // a reminder comes while the link still works
			s.Relink.Repeat.After, s.Relink.Repeat.Times = oneOf(t, "reminded after", "30m", "2h"), 1+below(t, "reminders", 2)
		}
	}
	if chance(t, "other rules", 4) {
		s.Alerting.Rules = oneOf(t, "rules", ruleFiles...)
		if chance(t, "other alertmanager", 50) {
			s.Alerting.Alertmanager = alertmanager2022
		}
	}
	live := slices.ContainsFunc(fleets, func(f scenarios.Fleet) bool { return f.Authorization == mailbox.Live })
	if !live || climbs || chance(t, "enabled", 25) {
		s.Authorization = mailbox.IdentityPlatform
	}
	return raw(s)
}

// raw is a value of this package as JSON, which cannot fail.
func raw(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("explore: %v", err))
	}
	return b
}
