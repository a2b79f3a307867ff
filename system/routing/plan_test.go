package routing

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

// climbing is a climb at start, with every failure curable.
func climbing(remediation system.Remediation, enabled system.Authorization, experiments ...system.Experiment) climb {
	s := seen(0, remediation)
	s.enabled = func(system.Provider) system.Authorization { return enabled }
	for i := range experiments {
		experiments[i].ID = int64(i + 1)
	}
	return climb{sight: s, experiments: experiments, rungs: rungsOf(experiments),
		curable: func(system.Account) (bool, bool) { return true, true }}
}

func draw(a system.Account, n uint64) uint64 { return uint64(a.ID[len(a.ID)-1])*7919%97 + n }

func many(n int, change ...func(*system.Account)) (all []system.Account) {
	for i := range n {
		all = append(all, failing(system.AccountID(fmt.Sprintf("a%02d", i)), change...))
	}
	return all
}

func TestNext(t *testing.T) {
	long := func(a *system.Account) { a.FailingSince = start.Add(-30 * time.Hour) }
	emailFailed := ended(live, system.HintEmail, system.ExperimentNoHelp, nil, nil)
	emailHarmed := ended(live, system.HintEmail, system.ExperimentHarmed, nil, nil)
	emailPromoted := ended(live, system.HintEmail, system.ExperimentPromoted, nil, nil)
	old := emailFailed
	old.EndedAt = start.Add(-25 * time.Hour)
	for _, row := range []struct {
		name    string
		climb   climb
		account system.Account
		want    system.Hint
	}{
		{"e-mail first", climbing(system.RemediationAuto, system.Live), failing("a"), system.HintEmail},
		{"e-mail first, even with an id", climbing(system.RemediationAuto, system.Live), failing("a", withID), system.HintEmail},
		{"then the id, if it is known", climbing(system.RemediationAuto, system.Live, ended(platform, system.HintEmail, system.ExperimentNoHelp, nil, nil)), failing("a", withID, long), system.HintMailboxID},
		{"nothing, if it is not", climbing(system.RemediationAuto, system.Live, emailPromoted), failing("a", long), ""},
		{"relinking, if that tells it", climbing(system.RemediationAuto, system.IdentityPlatform, emailPromoted), failing("a", long), system.HintRelink},
		{"relinking, if e-mail does not help anybody", climbing(system.RemediationAuto, system.IdentityPlatform, emailFailed), failing("a", long), system.HintRelink},
		{"relinking, if e-mail harms", climbing(system.RemediationAuto, system.IdentityPlatform, emailHarmed), failing("a", long), system.HintRelink},
		{"no relinking, unless by itself", climbing(system.RemediationAssisted, system.IdentityPlatform, emailFailed), failing("a", long), ""},
		{"no relinking of who is linked so", climbing(system.RemediationAuto, system.IdentityPlatform, ended(platform, system.HintEmail, system.ExperimentNoHelp, nil, nil),
			ended(platform, system.HintMailboxID, system.ExperimentNoHelp, nil, nil)), failing("a", withID, long), ""},
		{"what failed before it began to fail says nothing", climbing(system.RemediationAuto, system.IdentityPlatform, emailFailed), failing("a", func(a *system.Account) { a.FailingSince = start.Add(-90 * time.Minute) }), system.HintEmail},
		{"what failed a day ago is tried again", climbing(system.RemediationAuto, system.IdentityPlatform, old), failing("a", long), system.HintEmail},
	} {
		t.Run(row.name, func(t *testing.T) { assert.Equal(t, row.want, row.climb.next(row.account)) })
	}
}

func TestPlanBegins(t *testing.T) {
	c := climbing(system.RemediationAuto, system.Live)
	t.Run("OK", func(t *testing.T) {
		p := c.plan(many(30), draw)
		require.Len(t, p.begin, 1)
		e := p.begin[0]
		assert.Equal(t, []any{live, system.HintNone, system.HintEmail, start}, []any{e.Group, e.From, e.To, e.StartedAt})
		assert.Len(t, e.Pilots, 5)
		assert.Len(t, e.Control, 5)
		for _, id := range e.Pilots {
			assert.NotContains(t, e.Control, id)
		}
		assert.Equal(t, p.begin, c.plan(many(30), draw).begin, "the same every time")
	})
	for n, want := range map[int][2]int{1: {1, 0}, 2: {1, 1}, 3: {2, 1}, 7: {4, 3}, 8: {4, 4}, 9: {5, 4}, 10: {5, 5}} {
		t.Run(fmt.Sprint("Of", n), func(t *testing.T) {
			e := c.plan(many(n), draw).begin[0]
			assert.Equal(t, want, [2]int{len(e.Pilots), len(e.Control)})
		})
	}
	t.Run("EachGroupByItself", func(t *testing.T) {
		p := c.plan(append(many(10), many(10, withID)...), draw)
		require.Len(t, p.begin, 2)
		assert.Equal(t, []system.RoutingGroup{live, platform}, []system.RoutingGroup{p.begin[0].Group, p.begin[1].Group})
	})
	t.Run("OneAtATime", func(t *testing.T) {
		running := ended(live, system.HintEmail, system.ExperimentRunning, nil, nil)
		assert.Empty(t, climbing(system.RemediationAuto, system.Live, running).plan(many(10), draw).begin)
	})
	t.Run("NotAgainAtOnce", func(t *testing.T) {
		for _, result := range []system.ExperimentResult{system.ExperimentRecovered, system.ExperimentTooFew, system.ExperimentOvertaken} {
			e := ended(live, system.HintEmail, result, nil, nil)
			e.EndedAt = start.Add(-40 * time.Minute)
			assert.Empty(t, climbing(system.RemediationAuto, system.Live, e).plan(many(10), draw).begin, result)
			e.EndedAt = start.Add(-61 * time.Minute)
			assert.Len(t, climbing(system.RemediationAuto, system.Live, e).plan(many(10), draw).begin, 1, result)
		}
	})
	t.Run("NotBeforeTheLastStepShows", func(t *testing.T) {
		e := ended(platform, system.HintEmail, system.ExperimentPromoted, nil, nil)
		e.EndedAt = start.Add(-29 * time.Minute)
		assert.Empty(t, climbing(system.RemediationAuto, system.Live, e).plan(many(10, withID), draw).begin)
		e.EndedAt = start.Add(-31 * time.Minute)
		assert.Len(t, climbing(system.RemediationAuto, system.Live, e).plan(many(10, withID), draw).begin, 1)
	})
	t.Run("NobodyIsGivenUpBeforeTheLastStepShows", func(t *testing.T) {
		e := ended(live, system.HintEmail, system.ExperimentPromoted, nil, nil)
		e.EndedAt = start.Add(-10 * time.Minute)
		p := climbing(system.RemediationAuto, system.Live, e).plan(many(10), draw)
		assert.Zero(t, p.unhelped[system.OutlookCom])
		assert.Equal(t, system.Remedy{Text: "The last experiment with a routing hint has just ended, and what follows from it is being tried."}, p.remedies["a00"])
	})
	t.Run("NotForOtherTrouble", func(t *testing.T) {
		c := c
		c.curable = func(system.Account) (bool, bool) { return false, true }
		p := c.plan(many(10), draw)
		assert.Empty(t, p.begin)
		assert.Equal(t, 10, p.unhelped[system.OutlookCom])
		assert.Contains(t, p.remedies["a00"].Text, "(http_503) has nothing to do with routing")
	})
	t.Run("NotBeforeARoundIsKnown", func(t *testing.T) {
		c := c
		c.curable = func(system.Account) (bool, bool) { return true, false }
		p := c.plan(many(10), draw)
		assert.Empty(t, p.begin)
		assert.Empty(t, p.remedies)
	})
	t.Run("NotForWhatPasses", func(t *testing.T) {
		assert.Empty(t, c.plan(many(10, func(a *system.Account) { a.FailingSince = start.Add(-59 * time.Minute) }), draw).begin)
	})
}

func TestPlanAsks(t *testing.T) {
	promoted := ended(live, system.HintEmail, system.ExperimentPromoted, nil, nil)
	promoted.EndedAt = start.Add(-40 * time.Minute)
	relink := func(result system.ExperimentResult, pilots ...system.AccountID) system.Experiment {
		e := ended(live, system.HintRelink, result, pilots, nil)
		e.StartedAt = start.Add(-30 * time.Minute)
		if result != system.ExperimentRunning {
			e.EndedAt = start.Add(-20 * time.Minute)
		}
		return e
	}
	t.Run("AtMostFivePilots", func(t *testing.T) {
		c := climbing(system.RemediationAuto, system.IdentityPlatform, promoted)
		c.settings.Routing.Experiment.Pilots = 50
		p := c.plan(many(30), draw)
		require.Len(t, p.begin, 1)
		assert.Equal(t, []any{system.HintRelink, system.IdentityPlatform, system.HintEmail}, []any{p.begin[0].To, p.begin[0].Into, p.begin[0].From})
		assert.Len(t, p.begin[0].Pilots, 5)
		assert.Empty(t, p.begin[0].Control)
		assert.Empty(t, p.ask, "once it is stored")
	})
	t.Run("PilotsFirst", func(t *testing.T) {
		p := climbing(system.RemediationAuto, system.IdentityPlatform, promoted, relink(system.ExperimentRunning, "a01", "a03")).plan(many(5), draw)
		assert.Equal(t, named("a01", "a03"), ids(p.ask))
		assert.Empty(t, p.begin)
		assert.Contains(t, p.remedies["a00"].Text, "asked to link again first")
		assert.Contains(t, p.remedies["a01"].Text, "its owner is asked")
	})
	t.Run("TheRestOncePilotsRecover", func(t *testing.T) {
		p := climbing(system.RemediationAuto, system.IdentityPlatform, promoted, relink(system.ExperimentPromoted, "a01")).plan(many(5), draw)
		assert.Len(t, p.ask, 5)
	})
	t.Run("NotWhoBeganToFailAfterwards", func(t *testing.T) {
		fresh := many(5, func(a *system.Account) { a.FailingSince = start.Add(-10 * time.Minute) })
		c := climbing(system.RemediationAuto, system.IdentityPlatform, promoted, relink(system.ExperimentPromoted, "a01"))
		c.settings.Routing.Experiment.After = system.Duration(5 * time.Minute)
		assert.Empty(t, c.plan(fresh, draw).ask)
	})
	t.Run("NotByTheAuthorizationThatIsEnabledNoMore", func(t *testing.T) {
		p := climbing(system.RemediationAuto, system.Live, promoted, relink(system.ExperimentPromoted, "a01")).plan(many(5), draw)
		assert.Empty(t, p.ask)
		assert.Equal(t, 5, p.unhelped[system.OutlookCom])
	})
	t.Run("NotWhoTriesAHint", func(t *testing.T) {
		tries := ended(live, system.HintEmail, system.ExperimentRunning, named("a01", "a03"), nil)
		c := climbing(system.RemediationAuto, system.IdentityPlatform, tries)
		assert.Equal(t, system.HintRelink, c.next(many(5)[1]), "which is next once the hint has failed")
		p := c.plan(many(5), draw)
		assert.Empty(t, p.begin)
		assert.Empty(t, p.ask)
		assert.Equal(t, system.Remedy{Text: "It is one of 2 that try the routing hint email."}, p.remedies["a01"])
	})
	t.Run("WhoTriesNoHintWhileOthersDo", func(t *testing.T) {
		failed := ended(live, system.HintEmail, system.ExperimentNoHelp, nil, nil)
		failed.EndedAt = start.Add(-40 * time.Minute)
		tries := ended(live, system.HintMailboxID, system.ExperimentRunning, named("a01"), nil)
		p := climbing(system.RemediationAuto, system.IdentityPlatform, failed, tries, relink(system.ExperimentPromoted, "a02")).plan(many(5), draw)
		assert.Equal(t, named("a00", "a02", "a03", "a04"), ids(p.ask))
	})
	t.Run("NotInTheMidstOfAnotherTry", func(t *testing.T) {
		again := ended(live, system.HintEmail, system.ExperimentNoHelp, nil, nil)
		again.EndedAt = start.Add(-25 * time.Hour)
		long := many(5, func(a *system.Account) { a.FailingSince = start.Add(-48 * time.Hour) })
		p := climbing(system.RemediationAuto, system.IdentityPlatform, again, relink(system.ExperimentPromoted, "a01")).plan(long, draw)
		assert.Empty(t, p.ask, "the cheaper rung comes first")
		require.Len(t, p.begin, 1)
		assert.Equal(t, system.HintEmail, p.begin[0].To)
	})
}

func TestRemedies(t *testing.T) {
	running := ended(live, system.HintEmail, system.ExperimentRunning, named("a00"), nil)
	for _, row := range []struct {
		name     string
		climb    climb
		account  system.Account
		says     string
		helpless bool
	}{
		{"pilot", climbing(system.RemediationAuto, system.Live, running), failing("a00"), "one of 1 that try the routing hint email", false},
		{"others", climbing(system.RemediationAuto, system.Live, running), failing("a01"), "email is being tried on other accounts", false},
		{"soon", climbing(system.RemediationAuto, system.Live), failing("a01"), "email is tried next", false},
		{"manual", climbing(system.RemediationManual, system.Live), failing("a01"), "Somebody has to deploy it", false},
		{"offered", climbing(system.RemediationAssisted, system.Live, func() system.Experiment {
			e := ended(live, system.HintEmail, system.ExperimentOffered, nil, nil)
			e.EndedAt = start.Add(-time.Hour)
			return e
		}()), failing("a01"), "has helped others. Somebody has to deploy it", false},
		{"no authorization that helps", climbing(system.RemediationAuto, system.Live, ended(live, system.HintEmail, system.ExperimentPromoted, nil, nil)), failing("a01"), "is enabled, live, does not tell its mailbox id", true},
		{"a person decides", climbing(system.RemediationAssisted, system.IdentityPlatform, ended(live, system.HintEmail, system.ExperimentPromoted, nil, nil)), failing("a01"), "is for a person to decide", true},
		{"id known", climbing(system.RemediationAuto, system.IdentityPlatform, ended(platform, system.HintMailboxID, system.ExperimentPromoted, nil, nil)), failing("a01", withID), "Only the provider can help", true},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := row.climb.remedy(row.account, true, row.climb.next(row.account))
			assert.Contains(t, got.Text, row.says)
			assert.Equal(t, row.helpless, got.Helpless)
		})
	}
}
