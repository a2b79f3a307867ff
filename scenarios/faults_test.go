package scenarios_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/sim/fault"
	"anchorage/sim/units"
)

// Parts of the good scenario that a row replaces.
const (
	goodInject = "inject: {status: 503}"
	goodMatch  = "match: {provider: outlook.com}"
)

func TestFaultKindsRead(t *testing.T) {
	minute := units.Duration(time.Minute)
	for kind, row := range map[string]struct {
		text string
		want fault.Inject
	}{
		"routing":   {"{routing: hint_required}", fault.Inject{Routing: "hint_required"}},
		"status":    {"{status: 503, code: MailboxStoreUnavailable}", fault.Inject{Status: 503, Code: "MailboxStoreUnavailable"}},
		"throttle":  {"{throttle: {retry_after: 1m}}", fault.Inject{Throttle: &fault.Throttle{RetryAfter: minute}}},
		"timeout":   {"{timeout: true}", fault.Inject{Timeout: true}},
		"refuse":    {"{refuse: true}", fault.Inject{Refuse: true}},
		"latency":   {"{latency: {median: 1m}}", fault.Inject{Latency: &fault.Latency{Median: minute}}},
		"reset":     {"{reset: after}", fault.Inject{Reset: "after"}},
		"cut_body":  {"{cut_body: 50%}", fault.Inject{CutBody: 0.5}},
		"malformed": {"{malformed: true}", fault.Inject{Malformed: true}},
		"html":      {"{html: true, latency: {median: 1m}}", fault.Inject{HTML: true, Latency: &fault.Latency{Median: minute}}},
		"gone":      {"{gone: true}", fault.Inject{Gone: true}},
		"token":     {"{token: consent_lost}", fault.Inject{Token: "consent_lost"}},
	} {
		t.Run(kind, func(t *testing.T) {
			f := file(t, parse(t, spoil(t, goodInject, "inject: "+row.text)), "")
			assert.Equal(t, row.want, f.Faults[0].Inject)
			assert.Contains(t, fault.Kinds(), kind)
		})
	}
}

func TestFaultMatchesRead(t *testing.T) {
	for text, want := range map[string]fault.Match{
		"{nth: 3}":           {Nth: fault.Nth{From: 3, Until: 3}},
		"{nth: 1..3}":        {Nth: fault.Nth{From: 1, Until: 3}},
		`{nth: "4.."}`:       {Nth: fault.Nth{From: 4}},
		"{nth: 4..}":         {Nth: fault.Nth{From: 4}},
		"{probability: 50%}": {Probability: 0.5},
	} {
		t.Run(text, func(t *testing.T) {
			f := file(t, parse(t, spoil(t, goodMatch, "match: "+text)), "")
			assert.Equal(t, want, f.Faults[0].Match)
		})
	}
}

func TestFaultMistakes(t *testing.T) {
	for name, row := range map[string]struct{ old, new, told string }{
		"Reset":        {goodInject, "inject: {reset: during}", `21:21: "during" can't stand here; expected before or after`},
		"Token":        {goodInject, "inject: {token: revokd}", `21:21: "revokd" can't stand here; expected refresh_fails, revoked or consent_lost; did you mean "revoked"?`},
		"Subscription": {goodInject, "inject: {subscription: gone}", `21:28: "gone" can't stand here; expected removed`},
		"CutNothing":   {goodInject, "inject: {cut_body: 1.0}", `21:24: cut_body 1 leaves nothing or all of the body; expected a share between 0 and 1`},
		"NoNotice":     {goodInject, "inject: {notifications: {}}", `21:29: notifications says nothing; expected one of lost, late, doubled, reordered`},
		"TwoNotices":   {goodInject, "inject: {notifications: {lost: true, doubled: true}}", `21:29: notifications says several things, lost and doubled; expected one, and a rule for each`},
		"TwoKinds":     {goodInject, "inject: {html: true, gone: true}", `21:13: inject has several kinds, html, gone; expected one, and latency beside it at most`},
		"Nth":          {goodMatch, "match: {nth: 0}", `20:18: "0" does not count requests; expected a number from 1 on, or a range such as "1..3" or "4.."`},
		"NthDown":      {goodMatch, "match: {nth: 3..1}", `20:18: "3..1" ends before it begins; expected a number from 1 on, or a range such as "1..3" or "4.."`},
		"NoChance":     {goodMatch, "match: {probability: 0}", `20:26: a fault with probability 0 never happens; expected a chance above 0, or none at all for always`},
		"NoChanceText": {goodMatch, "match: {probability: 0%}", `20:26: a fault with probability 0 never happens; expected a chance above 0, or none at all for always`},
		"Nobody":       {goodMatch, "match: {share: 0.0}", `20:20: a fault with share 0 hits nobody; expected a share above 0, or none at all for everybody`},
		"Chance":       {goodMatch, "match: {probability: 7}", `20:26: "7" is not a share; expected a number from 0 to 1, or from 0% to 100%`},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, []string{row.told}, problems(t, spoil(t, row.old, row.new), options()))
		})
	}
}
