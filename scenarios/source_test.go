package scenarios_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/scenarios"
	"anchorage/sim/fault"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

func TestParse(t *testing.T) {
	s := parse(t, good)
	assert.Equal(t, []string{"as-it-happened", "calm"}, s.Variants())
	assert.Equal(t, good, string(s.Text()))
	f := file(t, s, "")
	at := func(clock string) units.Time {
		v, err := time.Parse(time.RFC3339, "2022-06-14T"+clock+"Z")
		require.NoError(t, err)
		return units.Time{Time: v}
	}
	assert.Equal(t, "demo", f.Name)
	assert.Equal(t, uint64(1), f.Seed)
	assert.Equal(t, 2022, f.Era, "the year of the clock")
	assert.Equal(t, scenarios.Clock{From: at("08:00:00"), Until: at("14:00:00")}, f.Clock)
	assert.Equal(t, []scenarios.Fleet{{
		Name: "outlook", Provider: "outlook.com", Mailboxes: 12, Authorization: "live", Address: scenarios.Address{CustomDomain: 0.25},
	}}, f.Fleet)
	assert.Equal(t, map[string]people.Selector{"standard": {Provider: "outlook.com", Address: "standard"}}, f.Cohorts)
	assert.Equal(t, []fault.Rule{{
		Name: "overload", At: at("09:30:00"), Until: at("11:00:00"),
		Match: fault.Match{Provider: "outlook.com"}, Inject: fault.Inject{Status: 503},
	}}, f.Faults)
	assert.Equal(t, []people.Step{{At: at("10:00:00"), Post: &people.Post{
		State: "identified", Text: "we look",
		Claims: people.Claims{Healthy: &people.HealthClaim{Select: people.Selector{Fleet: "outlook"}, Share: 0.5}},
	}}}, f.Operators)
	assert.Equal(t, scenarios.Bounds{Min: 0.9, Max: 1}, f.Expect[1].Recovered.Share)
	assert.JSONEq(t, `{"sync":{"poll":"15m"}}`, string(f.System))
}

func TestVariants(t *testing.T) {
	text := spoil(t, "    title: Calm\n    faults: []\n", `    cohorts: {custom: {address: custom_domain}}
    owners: {reads_per_day: 5}
    system: {sync: {retries: 1}, routing: {hint: email}}
    fleet:
      - {name: other, provider: outlook.com, mailboxes: 2, authorization: live}
    operators: []
  mute:
    expect:
      - silence: {at_least: 1h}
`)
	s := parse(t, text)
	require.Equal(t, []string{"as-it-happened", "calm", "mute"}, s.Variants())
	base, calm, mute := file(t, s, "as-it-happened"), file(t, s, "calm"), file(t, s, "mute")
	t.Run("MapsMerge", func(t *testing.T) {
		assert.Equal(t, []string{"custom", "standard"}, keys(calm.Cohorts))
		assert.Equal(t, people.Owners{EditsPerDay: 3, ReadsPerDay: 5}, calm.Owners)
		assert.Equal(t, `{"sync":{"poll":"15m","retries":1},"routing":{"hint":"email"}}`, string(calm.System))
	})
	t.Run("ListsReplace", func(t *testing.T) {
		require.Len(t, calm.Fleet, 1)
		assert.Equal(t, "other", calm.Fleet[0].Name)
		assert.Empty(t, calm.Operators)
		assert.Equal(t, base.Faults, calm.Faults, "what is not named stays")
	})
	t.Run("ExpectIsNotInherited", func(t *testing.T) {
		assert.Len(t, base.Expect, 2)
		assert.Empty(t, calm.Expect)
		assert.Len(t, mute.Expect, 1)
	})
	t.Run("BaseIsUntouched", func(t *testing.T) {
		assert.Equal(t, file(t, parse(t, good), ""), base)
	})
	t.Run("EachCallIsNew", func(t *testing.T) {
		f := file(t, s, "calm")
		f.Fleet[0].Mailboxes = 99
		assert.Equal(t, 2, file(t, s, "calm").Fleet[0].Mailboxes)
	})
	t.Run("Files", func(t *testing.T) {
		all, err := s.Files()
		require.NoError(t, err)
		assert.Equal(t, []*scenarios.File{base, calm, mute}, all)
	})
	t.Run("ErrNoSuchVariant", func(t *testing.T) {
		_, err := s.File("clam")
		assert.EqualError(t, err, `demo.yaml has no variant "clam"; it has as-it-happened, calm or mute`)
	})
	t.Run("BaseHasAName", func(t *testing.T) {
		s := parse(t, good+"base: busy\n")
		assert.Equal(t, []string{"busy", "calm"}, s.Variants())
		assert.Equal(t, "Demo", file(t, s, "busy").Title)
	})
}

func keys[V any](m map[string]V) []string {
	var all []string
	for k := range m {
		all = append(all, k)
	}
	if len(all) == 2 && all[0] > all[1] {
		all[0], all[1] = all[1], all[0]
	}
	return all
}

func TestAliases(t *testing.T) {
	s := parse(t, spoil(t, "select: {fleet: outlook}", "select: &all {fleet: outlook}", "{cohort: standard, after", "{select: *all, after"))
	assert.Equal(t, people.Selector{Fleet: "outlook"}, file(t, s, "").Expect[1].Recovered.Select)
}

// Settings stay what they were written as, in a form that encoding/json decodes
// into the settings type.
func TestSettingsAsJSON(t *testing.T) {
	const system = `
  sync: {poll: 15m, share: 0.20, retries: 0x10, backoff: 1e3}
  requests: {user_agent: "1.0", prefer: 'a "quoted" <one>', fresh_token: true}
  alerting: {receivers: [chat, "7"]}
  limits: {a: 1_000, b: 007}
  extra: {n: [1, 0.50, .5, true, "true", text]}`
	text := spoil(t, "\n  sync: {poll: 15m}", system)
	want := `{"sync":{"poll":"15m","share":"0.20","retries":16,"backoff":1e3},` +
		`"requests":{"user_agent":"1.0","prefer":"a \"quoted\" \u003cone\u003e","fresh_token":true},` +
		`"alerting":{"receivers":["chat","7"]},"limits":{"a":1000,"b":7},"extra":{"n":[1,0.50,0.5,true,"true","text"]}}`
	f := file(t, parse(t, text), "")
	assert.Equal(t, want, string(f.System))
	var decoded settings
	require.NoError(t, json.Unmarshal(f.System, &decoded))
	assert.Equal(t, units.Share(0.2), decoded.Sync.Share)
	assert.Equal(t, 16, *decoded.Sync.Retries)
	t.Run("AnyMap", func(t *testing.T) {
		s, err := scenarios.Parse("demo.yaml", []byte(text), scenarios.Options{})
		require.NoError(t, err)
		assert.Equal(t, strings.Replace(want, `"share":"0.20"`, `"share":0.20`, 1), string(file(t, s, "").System))
	})
	t.Run("ErrInfinite", func(t *testing.T) {
		told := problems(t, spoil(t, "{poll: 15m}", "{backoff: .inf}"), options())
		assert.Equal(t, []string{"15:19: .inf can't stand here; expected a number"}, told)
	})
}

func TestRoundTrip(t *testing.T) {
	for _, path := range []string{"outlook-2022-03.yaml", "small.yaml"} {
		s, err := scenarios.Load(path, scenarios.Options{})
		require.NoError(t, err)
		for _, v := range s.Variants() {
			before := file(t, s, v)
			b, err := json.Marshal(before)
			require.NoError(t, err)
			after := new(scenarios.File)
			require.NoError(t, json.Unmarshal(b, after))
			assert.Equal(t, before, after, "%s %s", path, v)
		}
	}
}

func TestScale(t *testing.T) {
	for _, row := range []struct {
		share float64
		want  []int
	}{{1, []int{1000, 300, 4}}, {0.1, []int{100, 30, 1}}, {0.126, []int{126, 38, 1}}, {2, []int{2000, 600, 8}}} {
		f := &scenarios.File{Fleet: []scenarios.Fleet{{Mailboxes: 1000}, {Mailboxes: 300}, {Mailboxes: 4}}}
		f.Scale(row.share)
		assert.Equal(t, row.want, []int{f.Fleet[0].Mailboxes, f.Fleet[1].Mailboxes, f.Fleet[2].Mailboxes}, row.share)
	}
}

func TestReadFile(t *testing.T) {
	dir := t.TempDir()
	inside := filepath.Join(dir, "inside")
	require.NoError(t, os.MkdirAll(filepath.Join(inside, "alerts"), 0o755))
	for name, text := range map[string]string{
		"secret": "s", "inside/alerts/a.yml": "rules", "inside/demo.yaml": good, "inside/huge": strings.Repeat("x", 1<<20+1),
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	require.NoError(t, os.Symlink(filepath.Join(dir, "secret"), filepath.Join(inside, "link")))
	s, err := scenarios.Load(filepath.Join(inside, "demo.yaml"), options())
	require.NoError(t, err)
	t.Run("OK", func(t *testing.T) {
		b, err := s.ReadFile("alerts/a.yml")
		require.NoError(t, err)
		assert.Equal(t, "rules", string(b))
	})
	for name, file := range map[string]string{
		"ErrAbove": "../secret", "ErrHiddenAbove": "alerts/../../secret", "ErrAbsolute": filepath.Join(dir, "secret"),
		"ErrLink": "link", "ErrDirectory": "alerts", "ErrLarge": "huge", "ErrEmpty": "",
	} {
		t.Run(name, func(t *testing.T) {
			b, err := s.ReadFile(file)
			require.Error(t, err)
			assert.Empty(t, b)
		})
	}
	t.Run("ErrMissing", func(t *testing.T) {
		_, err := s.ReadFile("alerts/b.yml")
		require.ErrorIs(t, err, fs.ErrNotExist)
		assert.ErrorContains(t, err, "alerts/b.yml beside")
	})
}

func TestLoad(t *testing.T) {
	t.Run("ErrMissing", func(t *testing.T) {
		_, err := scenarios.Load(filepath.Join(t.TempDir(), "none.yaml"), options())
		require.ErrorIs(t, err, fs.ErrNotExist)
	})
	t.Run("ErrDirectory", func(t *testing.T) {
		_, err := scenarios.Load(t.TempDir(), options())
		require.Error(t, err)
	})
	t.Run("ByteOrderMark", func(t *testing.T) {
		s := parse(t, "\ufeff"+good)
		assert.Equal(t, "demo", file(t, s, "").Name)
	})
	t.Run("WindowsLines", func(t *testing.T) {
		text := strings.ReplaceAll(spoil(t, "seed: 1", "seed: x"), "\n", "\r\n")
		_, err := scenarios.Parse("demo.yaml", []byte(text), options())
		require.EqualError(t, err, "demo.yaml:4:7: text can't stand here; expected a whole number, 0 or above\n    seed: x\n          ^")
	})
}

// The adapter of the system under test names a path in its settings; the loader
// finds the place.
func TestCheckSettings(t *testing.T) {
	o := options()
	var seen []string
	o.CheckSettings = func(raw json.RawMessage, readFile func(string) ([]byte, error)) []scenarios.SettingsProblem {
		seen = append(seen, string(raw))
		var s settings
		if err := json.Unmarshal(raw, &s); err != nil {
			return []scenarios.SettingsProblem{{Message: err.Error()}}
		}
		if s.Alerting.Rules == "" {
			return nil
		}
		if _, err := readFile(s.Alerting.Rules); err != nil {
			return []scenarios.SettingsProblem{
				{Path: []string{"alerting", "rules"}, Message: err.Error()},
				{Path: []string{"alerting", "receivers", "1"}, Message: "nobody listens"},
			}
		}
		return nil
	}
	t.Run("OK", func(t *testing.T) {
		_, err := scenarios.Parse("demo.yaml", []byte(spoil(t, "    post:", "    deploy: {routing: {hint: email}}\n  - at: 2022-06-14T10:00:00Z\n    post:")), o)
		require.NoError(t, err)
		assert.Contains(t, seen, `{"sync":{"poll":"15m"}}`)
		assert.Contains(t, seen, `{"routing":{"hint":"email"}}`, "what the team deploys is judged, too")
	})
	t.Run("ErrMissingFile", func(t *testing.T) {
		told := problems(t, spoil(t, "  sync: {poll: 15m}", "  alerting:\n    rules: alerts/none.yml\n    receivers: [a, b]"), o)
		assert.Equal(t, []string{
			"16:12: alerts/none.yml beside demo.yaml: file does not exist; expected a file beside the scenario",
			"17:20: nobody listens",
		}, told)
	})
	t.Run("ErrInVariant", func(t *testing.T) {
		told := problems(t, spoil(t, "    title: Calm", "    system: {alerting: {rules: none.yml}}"), o)
		assert.Contains(t, told, "31:32: none.yml beside demo.yaml: file does not exist; expected a file beside the scenario")
	})
}

func TestLoadShipped(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		s, err := scenarios.LoadShipped("outlook-2022-03.yaml", scenarios.Options{})
		require.NoError(t, err)
		assert.Equal(t, []string{"as-it-happened", "look-now-alert", "damped-flicker", "long-open-informational", "kept-cadence", "authorized-with-id", "auto-routing", "id-stored-before"}, s.Variants()[:8])
		for _, name := range []string{"alerts/2022.rules.yml", "alerts/2022.alertmanager.yml"} {
			shipped, err := s.ReadFile(name)
			require.NoError(t, err)
			beside, err := os.ReadFile(name)
			require.NoError(t, err)
			assert.Equal(t, string(beside), string(shipped))
		}
		_, err = s.ReadFile("../go.mod")
		require.Error(t, err)
	})
	t.Run("ErrUnknown", func(t *testing.T) {
		_, err := scenarios.LoadShipped("none.yaml", scenarios.Options{})
		require.ErrorIs(t, err, fs.ErrNotExist)
	})
}

// Whatever is cut out of a file, the answer is a scenario or a list of problems
// with a place in the file.
func TestNeverPanics(t *testing.T) {
	check := func(text string) {
		_, err := scenarios.Parse("demo.yaml", []byte(text), options())
		if err == nil {
			return
		}
		var all scenarios.Problems
		require.True(t, errors.As(err, &all), "%T for %q", err, text)
		for _, p := range all {
			assert.Positive(t, p.Line, text)
			assert.LessOrEqual(t, p.Line, strings.Count(text, "\n")+1, text)
			assert.NotEmpty(t, p.Message)
		}
	}
	for i := range good {
		check(good[:i])
		check(good[:i] + good[i+1:])
		for _, c := range []string{"{", "]", ":", "- ", "\n", "'", "*", "&a "} {
			if i%7 == len(c)%7 {
				check(good[:i] + c + good[i:])
			}
		}
	}
}
