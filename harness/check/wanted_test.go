package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// deploys is an order of the team that is to stay.
func (b *built) deploys(minutes float64, what string) *built {
	return b.add(minutes, history.Acted{Action: "deploy", What: what})
}

// goes lets a mailbox that is well send another hint, with which it was never well.
func (b *built) goes(minutes float64, mailbox, from, to string) *built {
	return b.add(minutes, history.Rerouted{Mailbox: mailbox, From: from, To: to, TokenKind: "live"})
}

const (
	byEmail   = `{"routing":{"hint":"email"}}`
	byNothing = `{"routing":{"hint":"none"}}`
	smaller   = `{"sync":{"page_size":3}}`
)

// A mailbox whose trial is over goes back to what the team wants of all, though it was
// never well with it. The system had begun the trial soon after an order about something
// else.
func TestHintsThatTheTeamStillWants(t *testing.T) {
	// orchid-1 takes up the e-mail address by an order, tries the mailbox ID after
	// another, is healed by it, and goes back.
	trial := func(first history.Acted, second string) *built {
		return allFail(1).add(90, first).tries(95, o(1), "none", "email").deploys(100, second).
			tries(105, o(1), "email", "mailbox_id").healedBy(120, o(1), "mailbox_id")
	}
	back := func(b *built) *built { return b.goes(140, o(1), "mailbox_id", "email") }
	deploy := func(what string) history.Acted { return history.Acted{Action: "deploy", What: what} }
	refused := deploy(byEmail)
	refused.Error = "no"
	wrong := given(o(1), "email", "10:20") + wasWell
	broken := func(name string, b *built) row { return row{name, b, check.Broken, 1, wrong} }

	assert.Nil(t, back(trial(deploy(byEmail), smaller)).promise(hintsTried), "the order stands")
	assert.Nil(t, back(trial(deploy(byEmail), byEmail)).promise(hintsTried), "it is given again")
	assert.Nil(t, back(trial(history.Acted{Action: "enable", What: byEmail}, smaller)).promise(hintsTried), "by the other action that lasts")
	assert.Nil(t, back(trial(deploy(byEmail), smaller).deploys(104, byNothing).deploys(104.5, byEmail)).promise(hintsTried), "taken back, and given again")
	afterATry := allFail(1).add(85, history.Acted{Action: "try", What: smaller, For: 5 * time.Minute}).tries(95, o(1), "none", "email").
		tries(105, o(1), "email", "mailbox_id").healedBy(120, o(1), "mailbox_id")
	promised(t, hintsTried, []row{
		{"HeldWhatItTookUpLast", back(afterATry), check.Held, 1, careful(movedOnce)},
		broken("BrokenItIsTakenBack", back(trial(deploy(byEmail), byNothing))),
		broken("BrokenItIsTakenBackAmongOthers", back(trial(deploy(`{"routing":{"hint":"email"},"sync":{"page_size":5}}`), byNothing))),
		broken("BrokenItWasRefused", back(trial(refused, smaller))),
		broken("BrokenItWasATry", back(trial(history.Acted{Action: "try", What: byEmail, For: 12 * time.Minute}, smaller))),
		broken("BrokenItIsNoSettings", back(trial(deploy("email"), smaller))),
		broken("BrokenTheLaterOneIsNoSettings", back(trial(deploy(byEmail), "smaller"))),
		broken("BrokenNoSettingsAndATry", back(allFail(1).deploys(90, "email").tries(95, o(1), "none", "email").add(100, history.Acted{Action: "try", What: smaller, For: time.Hour}).
			tries(105, o(1), "email", "mailbox_id").healedBy(120, o(1), "mailbox_id"))),
		broken("BrokenAnEarlierOneStands", back(allFail(1).deploys(90, `{"sync":{"page_size":5}}`).tries(90, o(1), "email", "none").deploys(93, byEmail).tries(95, o(1), "none", "email").
			deploys(100, byNothing).tries(105, o(1), "email", "mailbox_id").healedBy(120, o(1), "mailbox_id"))),
		{"BrokenToWhatNobodyOrdered", trial(deploy(byEmail), smaller).goes(140, o(1), "mailbox_id", "none"), check.Broken, 1, given(o(1), "none", "10:20") + wasWell},
		{"BrokenAnotherTookItUp", allFail(1).deploys(90, byEmail).tries(95, o(1), "none", "email").goes(96, h(1), "none", "mailbox_id").
			deploys(100, byNothing).goes(105, h(1), "mailbox_id", "none").goes(140, h(1), "none", "email"), check.Broken, 1, given(h(1), "email", "10:20") + wasWell},
	})
	assert.Nil(t, back(trial(deploy(`{"routing":{"hint":"email"},"sync":{"page_size":5}}`), smaller)).promise(hintsTried), "something else of it is")
	// orchid-1 has begun the trial when the order comes, and goes by it once that is over.
	first := func(what string) *built {
		return allFail(1).deploys(99, what).tries(100, o(1), "none", "mailbox_id").healedBy(120, o(1), "mailbox_id").goes(140, o(1), "mailbox_id", "email")
	}
	assert.Nil(t, first(byEmail).promise(hintsTried), "it has not come to what was ordered")
	assert.NotNil(t, first(byNothing).promise(hintsTried), "something else was ordered")
	assert.Nil(t, back(trial(deploy(byEmail), smaller)).deploys(141, byNothing).promise(hintsTried), "it is taken back afterwards")
}
