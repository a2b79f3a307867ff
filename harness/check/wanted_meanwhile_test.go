package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// Whoever gets no token shows no hint. The trial is from minute 100 on, and is over from
// 130 to 170.
func TestHintsOfWhoGetsNoToken(t *testing.T) {
	without := func(operation string, from, to float64) *built {
		return allFail(1).tries(100, o(1), "none", "email").faultOn(operation, from, to)
	}
	held, stayed := careful(movedOnce), given(o(1), "email", "09:40")+stays
	promised(t, hintsTried, []row{
		{"HeldAsTheTrialIsOver", without("token", 60, 130), check.Held, 1, held},
		{"BrokenTheyAreGivenAgain", without("token", 60, off(130, -moment)), check.Broken, 1, stayed},
		{"HeldAtTheLastInstant", without("token", 170, 200), check.Held, 1, held},
		{"BrokenOnlyAfterwards", without("token", off(170, moment), 200), check.Broken, 1, stayed},
		{"BrokenOfSomethingElse", without("calendarview.delta", 60, 200), check.Broken, 1, stayed},
	})
}

// The team comes to want the hint that the system has begun to try: whoever sends it
// stays. The trial is from minute 100 on, and is over from 130 to 170.
func TestHintsThatTheTeamComesToWant(t *testing.T) {
	one := func() *built { return allFail(1).tries(100, o(1), "none", "email") }
	wants := func(minutes float64, what string) *built { return one().deploys(minutes, what) }
	act := func(minutes float64, a history.Acted) *built { return one().add(minutes, a) }
	try := func(what string, lasts float64) history.Acted {
		return history.Acted{Action: "try", What: what, For: time.Duration(lasts * float64(time.Minute))}
	}
	refused := func(a history.Acted) history.Acted {
		a.Error = "no"
		return a
	}
	held := func(name string, b *built) row { return row{name, b, check.Held, 1, careful(movedOnce)} }
	broken := func(name string, b *built) row {
		return row{name, b, check.Broken, 1, given(o(1), "email", "09:40") + stays}
	}
	promised(t, hintsTried, []row{
		held("HeldAmidTheTrial", wants(120, byEmail)),
		held("HeldByTheOtherActionThatLasts", act(120, history.Acted{Action: "enable", What: byEmail})),
		held("HeldAtTheLastInstant", wants(170, byEmail)),
		broken("BrokenTooLate", wants(170.1, byEmail)),
		held("HeldDeeperDown", wants(120, `{"a":{"b":{"c":"email"}},"d":1}`)),
		broken("BrokenItIsNoValue", wants(120, `{"email":true}`)),
		broken("BrokenItIsOneOfAList", wants(120, `{"routing":{"ladder":["email"]}}`)),
		broken("BrokenAnotherHint", wants(120, byNothing)),
		broken("BrokenNothing", wants(120, "{}")),
		broken("BrokenNoSettings", wants(120, `"email"`)),
		broken("BrokenItWasRefused", act(120, refused(history.Acted{Action: "deploy", What: byEmail}))),
		broken("BrokenItWasAnOrderToRelink", act(120, history.Acted{Action: "relink", What: byEmail})),

		held("HeldTakenBackAfterwards", wants(120, byEmail).deploys(170.1, byNothing)),
		held("HeldTakenBackTooLateForTheNextRound", wants(120, byEmail).deploys(130.1, byNothing)),
		broken("BrokenTakenBackInTime", wants(120, byEmail).deploys(130, byNothing)),
		held("HeldTakenBackAndGivenAgain", wants(110, byEmail).deploys(120, byNothing).deploys(160, byEmail)),
		broken("BrokenGivenAndTakenBackAtTheEnd", wants(140, byEmail).deploys(170, byNothing)),

		held("HeldATryUntilTheTrialIsOver", act(110, try(byEmail, 20.1))),
		broken("BrokenATryForTooShort", act(110, try(byEmail, 20))),
		held("HeldATryAtTheEnd", act(170, try(byEmail, 20))),
		broken("BrokenATryAfterTheEnd", act(170.1, try(byEmail, 20))),
		broken("BrokenATryOfAnother", act(110, try(byNothing, 60))),
		broken("BrokenATryThatWasRefused", act(110, refused(try(byEmail, 60)))),
	})
	assert.Nil(t, wants(30, byEmail).promise(hintsTried), "ordered while it was well: it comes to it late")
	assert.Nil(t, act(30, try(byEmail, 70.1)).promise(hintsTried), "in a try of the team's")
}
