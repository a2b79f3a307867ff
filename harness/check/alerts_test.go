package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
	"anchorage/sim/units"
)

func within(d time.Duration) scenarios.Within { return scenarios.Within{Limit: units.Duration(d)} }

// storm is a world with a fault from minute 60 to 120.
func storm(mailboxes int) *built { return world(mailboxes).fault("storm", 60, 120, 5) }

func TestExpectAlertWithin(t *testing.T) {
	e := scenarios.Expectation{Alert: &scenarios.ExpectAlert{Level: "look_now", Provider: orchid, After: "storm", Within: within(15 * time.Minute)}}
	none := storm(1)
	none.Header.Alerts = false
	late := world(1).fault("storm", lasts-10, lasts, 5)
	expected(t, e, []row{
		{"Held", storm(1).notice(70, "look_now", orchid, "firing"), check.Held, 1, "the first look_now alert for orchid.example came 10 min after storm began, at 2031-05-06 09:10 UTC; expected within 15 min"},
		{"HeldAtTheLimit", storm(1).notice(75, "look_now", orchid, "firing"), check.Held, 1, "the first look_now alert for orchid.example came 15 min after storm began, at 2031-05-06 09:15 UTC; expected within 15 min"},
		{"HeldAtTheStart", storm(1).notice(60, "look_now", orchid, "firing"), check.Held, 1, "the first look_now alert for orchid.example came 0 s after storm began, at 2031-05-06 09:00 UTC; expected within 15 min"},
		{"BrokenLate", storm(1).notice(75.1, "look_now", orchid, "firing"), check.Broken, 1, "the first look_now alert for orchid.example came 15 min after storm began, at 2031-05-06 09:15:06 UTC; expected within 15 min"},
		{"BrokenNone", storm(1), check.Broken, 1, "no look_now alert for orchid.example came in the 9 h from the start of storm to the end; expected within 15 min"},
		{"BrokenOtherProvider", storm(1).notice(70, "look_now", thyme, "firing"), check.Broken, 1, "no look_now alert for orchid.example came in the 9 h from the start of storm to the end; expected within 15 min"},
		{"BrokenOtherLevel", storm(1).notice(70, "review_soon", orchid, "firing"), check.Broken, 1, "no look_now alert for orchid.example came in the 9 h from the start of storm to the end; expected within 15 min"},
		{"BrokenBeforeTheStart", storm(1).notice(59, "look_now", orchid, "firing"), check.Broken, 1, "no look_now alert for orchid.example came in the 9 h from the start of storm to the end; expected within 15 min"},
		{"BrokenOnlyRepeated", storm(1).notice(59, "look_now", orchid, "firing").notice(65, "look_now", orchid, "firing"), check.Broken, 1, "no look_now alert for orchid.example came in the 9 h from the start of storm to the end; expected within 15 min"},
		{"HeldReopened", storm(1).notice(58, "look_now", orchid, "firing").notice(59, "look_now", orchid, "resolved").notice(65, "look_now", orchid, "firing"), check.Held, 1,
			"the first look_now alert for orchid.example came 5 min after storm began, at 2031-05-06 09:05 UTC; expected within 15 min"},
		{"BrokenWorldJustLongEnough", world(1).fault("storm", lasts-15, lasts, 5), check.Broken, 1, "no look_now alert for orchid.example came in the 15 min from the start of storm to the end; expected within 15 min"},
		{"VacuousWorldTooShort", late, check.Vacuous, 0, "the world ends 10 min after storm began, before the 15 min in which a look_now alert for orchid.example was expected had passed"},
		{"VacuousNoHit", world(1).fault("storm", 60, 120, 0).notice(70, "look_now", orchid, "firing"), check.Vacuous, 0, "the fault storm hit no request"},
		{"VacuousNeverBegins", world(1).fault("storm", lasts, lasts, 0), check.Vacuous, 0, "the fault storm never begins within the world"},
		{"VacuousUnknown", world(1), check.Vacuous, 0, `there is no fault named "storm"`},
		{"NotApplicable", none, check.NotApplicable, 0, "the system under test delivers no alerts"},
	})
	v := storm(1).notice(70, "look_now", orchid, "firing").expect(t, e)
	assert.Equal(t, at(70), v.At)
	assert.Equal(t, "alert-look_now-orchid.example-within-15min", v.Name)
	assert.Equal(t, "the look-now alert Fails for orchid.example reaches the pager", v.Evidence[0].Text)
}

func TestExpectAlertNever(t *testing.T) {
	e := scenarios.Expectation{Alert: &scenarios.ExpectAlert{Level: "look_now", Provider: orchid, After: "storm", Within: scenarios.Within{Never: true}}}
	expected(t, e, []row{
		{"Held", storm(1).notice(70, "informational", orchid, "firing"), check.Held, 1, "no look_now alert for orchid.example came in the 9 h from the start of storm to the end"},
		{"Broken", storm(1).notice(500, "look_now", orchid, "firing"), check.Broken, 1, "the first look_now alert for orchid.example came 7 h 20 min after storm began, at 2031-05-06 16:20 UTC; expected never"},
		{"ClosureIsNoAlert", storm(1).notice(50, "look_now", orchid, "firing").notice(70, "look_now", orchid, "resolved"), check.Held, 1, "no look_now alert for orchid.example came in the 9 h from the start of storm to the end"},
		{"Vacuous", world(1).fault("storm", 60, 120, 0), check.Vacuous, 0, "the fault storm hit no request"},
		{"VacuousAlertingSilent", storm(1).add(90, history.HeartbeatLost{Last: at(80)}), check.Vacuous, 0, "alerting itself was silent from 2031-05-06 09:20 UTC on, so no look_now alert for orchid.example could have come"},
		{"HeldSilentOnlyBefore", storm(1).add(50, history.HeartbeatLost{Last: at(40)}), check.Held, 1, "no look_now alert for orchid.example came in the 9 h from the start of storm to the end"},
		{"BrokenAllTheSame", storm(1).add(90, history.HeartbeatLost{Last: at(80)}).notice(500, "look_now", orchid, "firing"), check.Broken, 1, "the first look_now alert for orchid.example came 7 h 20 min after storm began, at 2031-05-06 16:20 UTC; expected never"},
	})
	e.Alert.Provider = "violet.example"
	expected(t, e, []row{
		{"VacuousNobodyThere", storm(1), check.Vacuous, 0, "no mailbox of violet.example was ever linked, so there was nothing to alert for"},
	})
}

func TestExpectNoticed(t *testing.T) {
	noticed := func(b *built, minutes float64, by string) *built {
		return b.add(minutes, history.Noticed{By: by, Provider: orchid, What: "calendars stand still"})
	}
	none := storm(1)
	none.Header.Alerts = false
	e := scenarios.Expectation{Noticed: &scenarios.ExpectNoticed{First: "ticket", After: "storm", From: until(100), By: until(200)}}
	words := "; expected by ticket, not before 2031-05-06 09:40 UTC, not after 2031-05-06 11:20 UTC"
	expected(t, e, []row{
		{"Held", noticed(storm(1), 150, "ticket"), check.Held, 1, "first noticed by ticket at 2031-05-06 10:30 UTC, 90 min after storm began" + words},
		{"HeldAtFrom", noticed(storm(1), 100, "ticket"), check.Held, 1, "first noticed by ticket at 2031-05-06 09:40 UTC, 40 min after storm began" + words},
		{"HeldAtBy", noticed(storm(1), 200, "ticket"), check.Held, 1, "first noticed by ticket at 2031-05-06 11:20 UTC, 2 h 20 min after storm began" + words},
		{"HeldBeforeStartDoesNotCount", noticed(noticed(storm(1), 59, "page"), 150, "ticket"), check.Held, 1, "first noticed by ticket at 2031-05-06 10:30 UTC, 90 min after storm began" + words},
		{"BrokenAtTheVeryStart", noticed(storm(1), 60, "page"), check.Broken, 1, "first noticed by page at 2031-05-06 09:00 UTC, 0 s after storm began" + words},
		{"BrokenOtherSignal", noticed(noticed(storm(1), 140, "page"), 150, "ticket"), check.Broken, 1, "first noticed by page at 2031-05-06 10:20 UTC, 80 min after storm began" + words},
		{"BrokenEarly", noticed(storm(1), 99, "ticket"), check.Broken, 1, "first noticed by ticket at 2031-05-06 09:39 UTC, 39 min after storm began" + words},
		{"BrokenLate", noticed(storm(1), 201, "ticket"), check.Broken, 1, "first noticed by ticket at 2031-05-06 11:21 UTC, 2 h 21 min after storm began" + words},
		{"BrokenNobody", storm(1), check.Broken, 1, "nobody noticed from the start of storm to the end" + words},
		{"Vacuous", world(1), check.Vacuous, 0, `there is no fault named "storm"`},
		{"HeldWithoutAlerts", noticed(none, 150, "ticket"), check.Held, 1, "first noticed by ticket at 2031-05-06 10:30 UTC, 90 min after storm began" + words},
	})
	silent := storm(1)
	silent.Header.Alerts = false
	page := silent.expect(t, scenarios.Expectation{Noticed: &scenarios.ExpectNoticed{First: "page", After: "storm"}})
	assert.Equal(t, check.NotApplicable, page.Status)
}
