package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/scenarios"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

// TestNames: programs that read results know verdicts by name, so a name says
// what is expected and does not change with the outcome.
func TestNames(t *testing.T) {
	share := scenarios.Bounds{Min: 1, Max: 1}
	for want, e := range map[string]scenarios.Expectation{
		"cache-answered":                                         {Cache: &scenarios.ExpectCache{Reads: "answered"}},
		"failing-all-2031-05-06T08:50Z":                          {Failing: &scenarios.ExpectFailing{At: until(50)}},
		"failing-custom-2031-05-06T08:50Z":                       {Failing: &scenarios.ExpectFailing{Cohort: "custom", At: until(50)}},
		"alert-look_now-x-never":                                 {Alert: &scenarios.ExpectAlert{Level: "look_now", Provider: "x", Within: scenarios.Within{Never: true}}},
		"alert-look_now-x-within-2h30min":                        {Alert: &scenarios.ExpectAlert{Level: "look_now", Provider: "x", Within: within(150 * time.Minute)}},
		"noticed-by-ticket":                                      {Noticed: &scenarios.ExpectNoticed{First: "ticket"}},
		"recovered-custom-from-f-by-2031-05-06T08:50Z":           {Recovered: &scenarios.ExpectRecovered{Cohort: "custom", After: "f", By: until(50)}},
		"recovered-x-from-f-by-2031-05-06T08:50Z-except-waiting": {Recovered: &scenarios.ExpectRecovered{Select: people.Selector{Provider: "x"}, After: "f", By: until(50), ExceptWaiting: true}},
		"makeup-custom-among-x-2031-05-06T08:50Z":                {Makeup: &scenarios.ExpectMakeup{Cohort: "custom", Select: people.Selector{Provider: "x"}, At: until(50)}},
		"relink-failing-only":                                    {Relink: &scenarios.ExpectRelink{Asked: "failing_only"}},
		"relink-custom":                                          {Relink: &scenarios.ExpectRelink{Cohort: "custom", Share: &share}},
		"relink-pace-by-2031-05-06T08:50Z":                       {Relink: &scenarios.ExpectRelink{Share: &share, By: until(50)}},
		"relink-first-recovery":                                  {Relink: &scenarios.ExpectRelink{FirstRecoveryWithin: units.Duration(time.Hour)}},
		"relink-none-healed-by-2031-05-06T08:50Z":                {Relink: &scenarios.ExpectRelink{NoneHealedBy: until(50)}},
		"claim-2031-05-06T08:50Z-true":                           {Claim: &scenarios.ExpectClaim{At: until(50), Holds: true}},
		"claim-2031-05-06T08:50Z-untrue":                         {Claim: &scenarios.ExpectClaim{At: until(50)}},
		"silence-longest":                                        {Silence: &scenarios.ExpectSilence{}},
		"tried-changes-requests":                                 {Tried: &scenarios.ExpectTried{Changes: "requests"}},
		"chat-messages":                                          {Chat: &scenarios.ExpectChat{AtLeast: 1}},
		"chat-messages-x-from-f-by-2031-05-06T08:50Z":            {Chat: &scenarios.ExpectChat{Provider: "x", After: "f", By: until(50), AtLeast: 1}},
		"fresh-all-from-2031-05-06T08:50Z-until-2031-05-06T09:50Z-within-2m0s": {Fresh: &scenarios.ExpectFresh{From: until(50), Until: until(110), Within: units.Duration(2 * time.Minute)}},
		"fresh-x-from-2031-05-06T08:50Z-until-2031-05-06T09:50Z-within-32m0s":  {Fresh: &scenarios.ExpectFresh{Select: people.Selector{Provider: "x"}, From: until(50), Until: until(110), Within: units.Duration(32 * time.Minute)}},
		"writes-all-during-f-by-2031-05-06T08:50Z":                             {Writes: &scenarios.ExpectWrites{During: "f", By: until(50)}},
		"writes-custom-during-f-by-2031-05-06T08:50Z":                          {Writes: &scenarios.ExpectWrites{Cohort: "custom", During: "f", By: until(50)}},
		"my own words": {Name: "my own words", Silence: &scenarios.ExpectSilence{}},
	} {
		assert.Equal(t, want, world(1).expect(t, e).Name)
	}
}
