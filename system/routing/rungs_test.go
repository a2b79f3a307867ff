package routing

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

var (
	live     = system.RoutingGroup{Provider: system.OutlookCom, Authorization: system.Live}
	platform = system.RoutingGroup{Provider: system.OutlookCom, Authorization: system.IdentityPlatform}
)

const knownID = "00000000-0000-0000-0000-000000000001@9188040d-6c67-4c5b-b112-36a304b66dad"

// failing is an account on the older authorization, without a mailbox id.
func failing(id system.AccountID, change ...func(*system.Account)) system.Account {
	a := system.Account{ID: id, Key: string(id), Provider: system.OutlookCom, Authorization: system.Live, State: system.StateFailing,
		Hint: system.HintNone, FailingSince: start.Add(-2 * time.Hour), LastAttempt: start.Add(-10 * time.Minute), LastError: "http_503"}
	for _, c := range change {
		c(&a)
	}
	return a
}

func well(on system.Hint) func(*system.Account) {
	return func(a *system.Account) { a.State, a.Hint, a.FailingSince = system.StateHealthy, on, time.Time{} }
}

func withID(a *system.Account) {
	a.Authorization, a.MailboxID = system.IdentityPlatform, knownID
}

func ended(g system.RoutingGroup, to system.Hint, result system.ExperimentResult, pilots, healed []system.AccountID) system.Experiment {
	e := system.Experiment{Group: g, From: system.HintNone, To: to, Pilots: pilots, Healed: healed, Result: result,
		StartedAt: start.Add(-3 * time.Hour), EndedAt: start.Add(-2 * time.Hour)}
	if to == system.HintRelink {
		e.Into = system.IdentityPlatform
	}
	if result == system.ExperimentRunning {
		e.EndedAt = time.Time{}
	}
	return e
}

func TestSent(t *testing.T) {
	pilots := named("p", "q")
	for _, row := range []struct {
		name        string
		experiments []system.Experiment
		base        system.Hint
		account     system.Account
		want        system.Hint
	}{
		{"nothing was tried", nil, system.HintNone, failing("p"), system.HintNone},
		{"a pilot tries", []system.Experiment{ended(live, system.HintEmail, system.ExperimentRunning, pilots, nil)}, system.HintNone, failing("p"), system.HintEmail},
		{"others do not", []system.Experiment{ended(live, system.HintEmail, system.ExperimentRunning, pilots, nil)}, system.HintNone, failing("c"), system.HintNone},
		{"nor a pilot that is well without", []system.Experiment{ended(live, system.HintEmail, system.ExperimentRunning, pilots, nil)}, system.HintNone, failing("p", well(system.HintNone)), system.HintNone},
		{"promoted: who fails follows", []system.Experiment{ended(live, system.HintEmail, system.ExperimentPromoted, pilots, pilots)}, system.HintNone, failing("c"), system.HintEmail},
		{"promoted: who is well without stays", []system.Experiment{ended(live, system.HintEmail, system.ExperimentPromoted, pilots, pilots)}, system.HintNone, failing("c", well(system.HintNone)), system.HintNone},
		{"promoted: who is well with it stays", []system.Experiment{ended(live, system.HintEmail, system.ExperimentPromoted, pilots, pilots)}, system.HintNone, failing("c", well(system.HintEmail)), system.HintEmail},
		{"promoted in another group", []system.Experiment{ended(platform, system.HintEmail, system.ExperimentPromoted, pilots, pilots)}, system.HintNone, failing("c"), system.HintNone},
		{"promoted, and impossible", []system.Experiment{ended(live, system.HintMailboxID, system.ExperimentPromoted, pilots, pilots), ended(live, system.HintEmail, system.ExperimentPromoted, pilots, pilots)}, system.HintNone, failing("c"), system.HintEmail},
		{"configured above what was promoted", []system.Experiment{ended(platform, system.HintEmail, system.ExperimentPromoted, pilots, pilots)}, system.HintMailboxID, failing("c", withID), system.HintMailboxID},
		{"no help: a pilot returns", []system.Experiment{ended(live, system.HintEmail, system.ExperimentNoHelp, pilots, named("q"))}, system.HintNone, failing("p"), system.HintNone},
		{"no help: whom it healed keeps it", []system.Experiment{ended(live, system.HintEmail, system.ExperimentNoHelp, pilots, named("q"))}, system.HintNone, failing("q", well(system.HintEmail)), system.HintEmail},
		{"all recovered: a pilot returns though it is well", []system.Experiment{ended(live, system.HintEmail, system.ExperimentRecovered, pilots, nil)}, system.HintNone, failing("q", well(system.HintEmail)), system.HintNone},
		{"relinking: a pilot that has its id sends it", []system.Experiment{ended(live, system.HintRelink, system.ExperimentRunning, pilots, nil)}, system.HintNone, failing("p", withID), system.HintMailboxID},
		{"relinking: a pilot that has not answered cannot", []system.Experiment{ended(live, system.HintRelink, system.ExperimentRunning, pilots, nil)}, system.HintNone, failing("p"), system.HintNone},
		{"relinking: until then it sends what had healed it", []system.Experiment{ended(live, system.HintEmail, system.ExperimentTooFew, pilots, named("p")), ended(live, system.HintRelink, system.ExperimentRunning, pilots, nil)}, system.HintNone, failing("p"), system.HintEmail},
		{"relinking promoted: everybody who has linked anew sends it", []system.Experiment{ended(live, system.HintRelink, system.ExperimentPromoted, pilots, pilots)}, system.HintNone, failing("c", withID), system.HintMailboxID},
	} {
		t.Run(row.name, func(t *testing.T) { assert.Equal(t, row.want, rungsOf(row.experiments).sent(row.base, row.account)) })
	}
}

func TestTried(t *testing.T) {
	r := rungsOf([]system.Experiment{ended(live, system.HintEmail, system.ExperimentPromoted, nil, nil)})
	fresh := rungsOf([]system.Experiment{{Group: live, To: system.HintEmail, Result: system.ExperimentPromoted, EndedAt: start.Add(-time.Minute)}})
	passed := func(a *system.Account) { a.Hint = system.HintEmail }
	earlier := func(a *system.Account) { a.LastAttempt = start.Add(time.Minute) }
	for _, row := range []struct {
		name    string
		rungs   rungs
		account system.Account
		want    system.Hint
	}{
		{"the first round of an hour looks whether it can do without", r, failing("a"), system.HintNone},
		{"the others do not", r, failing("a", earlier), system.HintEmail},
		{"nor does who has passed the hint", r, failing("a", passed), system.HintEmail},
		{"nor who is well", r, failing("a", well(system.HintEmail)), system.HintEmail},
		{"nor before the hint has been tried for a while", fresh, failing("a"), system.HintEmail},
	} {
		t.Run(row.name, func(t *testing.T) {
			assert.Equal(t, row.want, row.rungs.tried(system.HintNone, row.account, start.Add(5*time.Minute)))
		})
	}
}
