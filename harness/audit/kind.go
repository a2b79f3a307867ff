package audit

import "time"

// Kind is one way to fail, as the parts of a scenario file that make it. P stands
// for the provider's name in them.
type Kind struct {
	Name  string // in the matrix and in names of scenarios
	Words string // completes "outlook.com: ... for 26 h"

	Match  string // of the fault; "" when the kind needs none
	Inject string
	Every  string // period of a flicker
	For    string // how long it lasts each time

	Worsens string // match of a second fault, which begins at half time

	Settings     string // of sync, beside the poll interval
	PagerDown    bool   // for as long as the failure lasts
	NotPolled    bool   // settings with a far too long poll interval are deployed, and withdrawn at the end
	Killed       bool   // the sync system itself is down
	Relinked     bool   // at the end owners are asked to link again, and do; nothing else helps
	EverySystem  bool   // not one provider's alone, so that the others may alert as well
	MayMiss      bool   // short failures of this kind may meet no request
	ownersChange bool   // needs owners who edit their calendars

	quick []sample // of the cells that --quick takes for each provider
}

// sample is a duration and the name of a start.
type sample struct {
	lasts time.Duration
	start string
}

// Kinds lists every kind of failure. One that this build's scenario files cannot
// express is left out of an audit, which says so.
var Kinds = []Kind{
	{
		Name: "requests", Words: "all requests fail",
		Match: "provider: P", Inject: "status: 503",
		quick: []sample{{26 * time.Hour, "night"}},
	},
	{
		Name: "cohort", Words: "a tenth of the accounts fail",
		Match: "provider: P, share: 0.1", Inject: "status: 503",
		quick: []sample{{2 * time.Hour, "weekend"}},
	},
	{
		// What is open for some must still close when a page for all has come between.
		Name: "worsens", Words: "a tenth of the accounts fail, and from half time on all,",
		Match: "provider: P, share: 0.1", Inject: "status: 503", Worsens: "provider: P",
		quick: []sample{{2 * time.Hour, "working"}},
	},
	{
		Name: "tokens", Words: "no access token is renewed",
		Match: "provider: P, operation: [token]", Inject: "token: refresh_fails", MayMiss: true,
		quick: []sample{{2 * time.Hour, "night"}},
	},
	{
		Name: "grants", Words: "grants are revoked as they are refreshed",
		Match: "provider: P, operation: [token]", Inject: "token: revoked", MayMiss: true,
		Relinked: true,
		quick:    []sample{{2 * time.Hour, "working"}},
	},
	{
		Name: "notifications", Words: "notifications are silent",
		Match: "provider: P, operation: [notification]", Inject: "notifications: {lost: true}", MayMiss: true,
		Settings: "notifications: true", ownersChange: true,
		quick: []sample{{2 * time.Hour, "working"}},
	},
	{
		Name: "throttled", Words: "all requests are throttled",
		Match: "provider: P", Inject: "throttle: {retry_after: 2m}",
		quick: []sample{{2 * time.Hour, "working"}},
	},
	{
		Name: "slow", Words: "answers take longer than the client waits",
		Match: "provider: P", Inject: "latency: {median: 45s}",
		quick: []sample{{2 * time.Hour, "working"}},
	},
	{
		Name: "flicker", Words: "half of the accounts fail for 20 s every 4 min",
		Match: "provider: P, share: 0.5", Inject: "status: 503", Every: "4m", For: "20s", MayMiss: true,
		quick: []sample{{2 * time.Hour, "working"}},
	},
	{
		Name: "stale", Words: "rounds are not tried and the data grows old",
		NotPolled: true, EverySystem: true,
		quick: []sample{{2 * time.Hour, "working"}},
	},
	{
		Name: "pager", Words: "all requests fail while the pager is down",
		Match: "provider: P", Inject: "status: 503", PagerDown: true,
		quick: []sample{{2 * time.Hour, "working"}},
	},
	{
		Name: "system", Words: "the sync system itself is down",
		Killed: true, EverySystem: true,
		quick: []sample{{2 * time.Hour, "night"}},
	},
}
