package routing

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

func TestVerdict(t *testing.T) {
	for _, row := range []struct {
		name            string
		pilots, control tally
		want            system.ExperimentResult
	}{
		{"helped", tally{tried: 5, healed: 5}, tally{tried: 5}, system.ExperimentPromoted},
		{"helped most", tally{tried: 5, healed: 3}, tally{tried: 5}, system.ExperimentPromoted},
		{"helped half", tally{tried: 4, healed: 2}, tally{tried: 4}, system.ExperimentPromoted},
		{"helped, and one of those left alone is well by chance", tally{tried: 5, healed: 5}, tally{tried: 5, healed: 1}, system.ExperimentPromoted},
		{"helped the only pilot, one is left alone", tally{tried: 1, healed: 1}, tally{tried: 1}, system.ExperimentPromoted},
		{"did not help", tally{tried: 5}, tally{tried: 5}, system.ExperimentNoHelp},
		{"helped few", tally{tried: 5, healed: 2}, tally{tried: 5}, system.ExperimentNoHelp},
		{"did not help, and nobody was left alone", tally{tried: 1}, tally{}, system.ExperimentNoHelp},
		{"all are well", tally{tried: 5, healed: 5}, tally{tried: 5, healed: 5}, system.ExperimentRecovered},
		{"half of those left alone are well", tally{tried: 4, healed: 4}, tally{tried: 4, healed: 2}, system.ExperimentRecovered},
		{"few are well, on both sides", tally{tried: 5, healed: 3}, tally{tried: 5, healed: 2}, system.ExperimentRecovered},
		{"those left alone fare a little better", tally{tried: 5, healed: 3}, tally{tried: 5, healed: 5}, system.ExperimentRecovered},
		{"those left alone fare much better", tally{tried: 5, healed: 2}, tally{tried: 5, healed: 5}, system.ExperimentHarmed},
		{"only those left alone are well", tally{tried: 5}, tally{tried: 5, healed: 1}, system.ExperimentHarmed},
		{"the hint is wrong for most", tally{tried: 5, healed: 2, wrong: 3}, tally{tried: 5}, system.ExperimentHarmed},
		{"the hint is wrong for one", tally{tried: 5, healed: 4, wrong: 1}, tally{tried: 5}, system.ExperimentPromoted},
		{"no pilot had a round", tally{}, tally{tried: 5}, system.ExperimentTooFew},
		{"nobody to compare with", tally{tried: 1, healed: 1}, tally{}, system.ExperimentTooFew},
	} {
		t.Run(row.name, func(t *testing.T) { assert.Equal(t, row.want, verdict(row.pilots, row.control)) })
	}
}

var start = time.Date(2022, 3, 2, 0, 0, 0, 0, time.UTC)

// seen is a sight some time after start, of accounts by name. A name begins with
// what has become of the account since.
func seen(after time.Duration, remediation system.Remediation) sight {
	settings := system.Settings{Routing: system.RoutingSettings{Remediation: remediation}}.WithDefaults()
	return sight{
		now: start.Add(after), settings: settings, enabled: settings.EnabledFor,
		account: func(id system.AccountID) (system.Account, bool) {
			a := system.Account{ID: id, State: system.StateFailing, Hint: system.HintNone, LastAttempt: start.Add(time.Minute)}
			switch id[0] {
			case 'h': // healed on the e-mail hint
				a.State, a.Hint, a.AsOf = system.StateHealthy, system.HintEmail, a.LastAttempt
			case 'r': // recovered on what it sent before
				a.State, a.AsOf = system.StateHealthy, a.LastAttempt
			case 'w':
				a.LastError = "ErrorIncorrectRoutingHint"
			case 'u': // had no round yet
				a.LastAttempt = start.Add(-time.Minute)
			case 'l': // linked anew, and well
				a.State, a.Hint, a.AsOf, a.Authorization = system.StateHealthy, system.HintMailboxID, a.LastAttempt, system.IdentityPlatform
			case 'n': // recovered on what it sent before, and then linked anew
				a.State, a.AsOf, a.Authorization = system.StateHealthy, a.LastAttempt, system.IdentityPlatform
			case 'x':
				return a, false
			}
			return a, true
		},
	}
}

func named(names ...system.AccountID) []system.AccountID { return names }

func email(pilots, control []system.AccountID) system.Experiment {
	return system.Experiment{ID: 1, From: system.HintNone, To: system.HintEmail, Pilots: pilots, Control: control, StartedAt: start}
}

const (
	early = 20 * time.Minute
	read  = 31 * time.Minute // two polls and a grace
)

func TestJudge(t *testing.T) {
	half := named("h1", "h2", "h3", "f4")
	for _, row := range []struct {
		name   string
		e      system.Experiment
		after  time.Duration
		mode   system.Remediation
		want   system.ExperimentResult
		healed []system.AccountID
		read   bool
	}{
		{"too early", email(half, named("f5")), early, system.RemediationAuto, system.ExperimentRunning, nil, false},
		{"helped so far", email(half, named("f5")), read, system.RemediationAuto, system.ExperimentRunning, half[:3], true},
		{"did not help", email(named("f1", "h2", "f3"), named("f5")), read, system.RemediationAuto, system.ExperimentNoHelp, named("h2"), true},
		{"all recovered", email(half, named("r5", "r6")), read, system.RemediationAuto, system.ExperimentRecovered, nil, true},
		{"pilots recovered before they could try", email(named("r1", "r2"), named("f5")), read, system.RemediationAuto, system.ExperimentTooFew, nil, true},
		{"pilots had no round", email(named("u1", "x2"), named("f5")), read, system.RemediationAuto, system.ExperimentTooFew, nil, true},
		{"wrong hints are not waited for", email(named("w1", "w2", "h3"), named("f5")), early, system.RemediationAuto, system.ExperimentHarmed, named("h3"), false},
		{"harmed, as those left alone are well", email(named("f1", "f2", "h3"), named("r5")), read, system.RemediationAuto, system.ExperimentHarmed, nil, true},
		{"turned off", email(half, named("f5")), early, system.RemediationManual, system.ExperimentOvertaken, nil, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := seen(row.after, row.mode).judge(row.e)
			assert.Equal(t, row.want, got.Result)
			assert.ElementsMatch(t, row.healed, got.Healed)
			assert.Equal(t, row.read, !got.ReadAt.IsZero())
			assert.Equal(t, row.want == system.ExperimentRunning, got.EndedAt.IsZero())
		})
	}
	t.Run("Deployed", func(t *testing.T) {
		s := seen(early, system.RemediationAuto)
		s.settings.Routing.Hint = system.HintEmail
		assert.Equal(t, system.ExperimentOvertaken, s.judge(email(half, named("f5"))).Result)
	})
}

// TestJudgeOfThoseLeftAlone: they get one poll more than the pilots had.
func TestJudgeOfThoseLeftAlone(t *testing.T) {
	decided := func(e system.Experiment, after time.Duration, mode system.Remediation) system.Experiment {
		e.ReadAt, e.Healed = start.Add(read), e.Pilots
		return seen(after, mode).judge(e)
	}
	pilots := named("h1", "h2")
	assert.Equal(t, system.ExperimentRunning, decided(email(pilots, named("f5")), read+10*time.Minute, system.RemediationAuto).Result)
	assert.Equal(t, system.ExperimentPromoted, decided(email(pilots, named("f5")), read+16*time.Minute, system.RemediationAuto).Result)
	assert.Equal(t, system.ExperimentOffered, decided(email(pilots, named("f5")), read+16*time.Minute, system.RemediationAssisted).Result)
	recovered := decided(email(pilots, named("r5")), read+10*time.Minute, system.RemediationAuto)
	assert.Equal(t, system.ExperimentRecovered, recovered.Result)
	assert.Empty(t, recovered.Healed, "they go back to what they sent")
}

func TestJudgeRelink(t *testing.T) {
	relink := func(pilots ...system.AccountID) system.Experiment {
		e := email(pilots, nil)
		e.To, e.Into = system.HintRelink, system.IdentityPlatform
		return e
	}
	judge := func(e system.Experiment, mode system.Remediation, enabled system.Authorization) system.Experiment {
		s := seen(48*time.Hour, mode)
		s.enabled = func(system.Provider) system.Authorization { return enabled }
		return s.judge(e)
	}
	t.Run("NobodyAnswered", func(t *testing.T) {
		assert.Equal(t, system.ExperimentRunning, judge(relink("f1", "f2"), system.RemediationAuto, system.IdentityPlatform).Result, "for as long as it takes")
	})
	t.Run("OnePilotIsEnough", func(t *testing.T) {
		e := judge(relink("f1", "l2"), system.RemediationAuto, system.IdentityPlatform)
		assert.Equal(t, system.ExperimentPromoted, e.Result)
		assert.Equal(t, named("l2"), e.Healed)
	})
	t.Run("RecoveredWithoutIt", func(t *testing.T) {
		assert.Equal(t, system.ExperimentRunning, judge(relink("f1", "r2"), system.RemediationAuto, system.IdentityPlatform).Result)
		assert.Equal(t, system.ExperimentRecovered, judge(relink("r1", "r2"), system.RemediationAuto, system.IdentityPlatform).Result)
	})
	t.Run("RecoveredBeforeItsOwnerAnswered", func(t *testing.T) {
		assert.Equal(t, system.ExperimentRunning, judge(relink("f1", "n2"), system.RemediationAuto, system.IdentityPlatform).Result, "that proves nothing")
		assert.Equal(t, system.ExperimentRecovered, judge(relink("r1", "n2"), system.RemediationAuto, system.IdentityPlatform).Result)
	})
	t.Run("Overtaken", func(t *testing.T) {
		assert.Equal(t, system.ExperimentOvertaken, judge(relink("f1"), system.RemediationAuto, system.Live).Result, "the authorization is not enabled any more")
		assert.Equal(t, system.ExperimentOvertaken, judge(relink("f1"), system.RemediationAssisted, system.IdentityPlatform).Result)
	})
}
