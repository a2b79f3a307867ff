package reports

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
)

func figureNamed(t *testing.T, label string) Figure {
	t.Helper()
	for _, f := range Figures {
		if f.Label == label {
			return f
		}
	}
	require.Fail(t, "no figure", label)
	return Figure{}
}

func seconds(s float64) *float64 { return &s }

func TestDifference(t *testing.T) {
	for _, c := range []struct {
		name, label string
		a, b        check.Measures
		want        string
	}{
		{"Sooner", "Time to detect", check.Measures{DetectSeconds: seconds(7260)}, check.Measures{DetectSeconds: seconds(60)}, "−2 h, better"},
		{"Later", "First recovery", check.Measures{FirstRecoverySeconds: seconds(60)}, check.Measures{FirstRecoverySeconds: seconds(90)}, "+30 s, worse"},
		{"InsteadOfNever", "First look-now page", check.Measures{}, check.Measures{FirstLookNowSeconds: seconds(1)}, "instead of never, better"},
		{"Never", "All recovered", check.Measures{FullRecoverySeconds: seconds(7200)}, check.Measures{}, "instead of 2 h, worse"},
		{"BothNever", "All recovered", check.Measures{}, check.Measures{}, ""},
		{"Equal", "Tickets", check.Measures{Tickets: 4}, check.Measures{Tickets: 4}, ""},
		{"Fewer", "Tickets", check.Measures{Tickets: 1004}, check.Measures{Tickets: 4}, "−1,000, better"},
		{"More", "Owners asked to relink", check.Measures{RelinksAsked: 1}, check.Measures{RelinksAsked: 3}, "+2, worse"},
		{"NotJudged", "Pages, look now", check.Measures{}, check.Measures{LookNow: 2}, "+2"},
		{"LargerIsBetter", "Recovered at the end", check.Measures{RecoveredShare: .5}, check.Measures{RecoveredShare: .75}, "+25 points, better"},
		{"SmallerShareIsWorse", "Reads answered", check.Measures{Reads: 4, ReadsAnswered: 4}, check.Measures{Reads: 4, ReadsAnswered: 3}, "−25 points, worse"},
		{"NoReads", "Reads answered", check.Measures{}, check.Measures{}, ""},
		{"BelowASecond", "Time to detect", check.Measures{DetectSeconds: seconds(10)}, check.Measures{DetectSeconds: seconds(10.2)}, ""},
		{"NoNumber", "Verdicts held", check.Measures{}, check.Measures{}, ""},
		{"Hours", "Stale mailbox-hours", check.Measures{StaleMailboxHours: 10.2}, check.Measures{StaleMailboxHours: 8.4}, "−2, better"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, judgement := figureNamed(t, c.label).difference(Run{Measures: c.a}, Run{Measures: c.b})
			assert.Equal(t, c.want, strings.TrimSuffix(text+", "+judgement, ", "))
		})
	}
}

func TestFiguresOfARun(t *testing.T) {
	r := squeeze().run(t)
	for label, want := range map[string]string{
		"Mailboxes affected": "20 of 30", "First informational alert": "2 min", "First look-now page": "8 min", "Time to detect": "9 min, by a page",
		"First recovery": "118 min", "All recovered": "never", "Recovered at the end": "95 %", "Reads answered": "2 of 2", "Owners asked to relink": "4",
		"Untrue claims on the status page": "1", "Longest silence on the status page": "100 min", "Alerts open at the end": "1",
	} {
		assert.Equal(t, want, figureNamed(t, label).Text(r), label)
	}
}

func TestCompared(t *testing.T) {
	r := func(m check.Measures, name string) Run {
		b := build(60)
		b.Header.Variant = name
		return Run{History: b.sorted(), Measures: m}
	}
	detected := func(s float64) check.Measures { return check.Measures{DetectSeconds: &s} }
	for name, c := range map[string]struct {
		a, b check.Measures
		want string
	}{
		"Sooner":  {detected(7200), check.Measures{DetectSeconds: seconds(60), RelinksAsked: 1}, "Compared with plan, somebody notices 119 min sooner (after 60 s instead of 2 h), mailboxes are stale equally long and 1 owner is asked to relink instead of 0."},
		"Later":   {detected(60), detected(120), "Compared with plan, somebody notices 60 s later (after 2 min instead of 60 s), mailboxes are stale equally long and again nobody is asked to relink."},
		"Equal":   {detected(60), detected(60), "Compared with plan, somebody notices equally soon, mailboxes are stale equally long and again nobody is asked to relink."},
		"Never":   {detected(60), check.Measures{StaleMailboxHours: 1200}, "Compared with plan, nobody notices, mailboxes are stale for 1,200 mailbox-hours instead of 0 and again nobody is asked to relink."},
		"AtLast":  {check.Measures{RelinksAsked: 2}, check.Measures{DetectSeconds: seconds(60), RelinksAsked: 2}, "Compared with plan, somebody notices, after 60 s, mailboxes are stale equally long and as many owners are asked to relink (2)."},
		"Neither": {check.Measures{}, check.Measures{}, "Compared with plan, as there, nobody notices, mailboxes are stale equally long and again nobody is asked to relink."},
	} {
		t.Run(name, func(t *testing.T) {
			base := r(c.a, "plan")
			assert.Equal(t, []string{c.want}, compared(&base, r(c.b, "other")))
		})
	}
	assert.Nil(t, compared(nil, r(check.Measures{}, "plan")))
}
