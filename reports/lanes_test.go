package reports

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/history"
)

func laneNamed(all []lane, name string) *lane {
	for i := range all {
		if all[i].name == name {
			return &all[i]
		}
	}
	return nil
}

func TestLanes(t *testing.T) {
	all := lanes(squeeze().run(t))
	var order []string
	for _, l := range all {
		order = append(order, l.name)
	}
	assert.Equal(t, []string{"background", "faults", "look now → pager", "informational → chat", "people notice", "people act", "relink mails", "status page"}, order, "empty lanes are left out")

	t.Run("FlickerApart", func(t *testing.T) {
		require.Len(t, laneNamed(all, "background").marks, 1)
		require.Len(t, laneNamed(all, "faults").marks, 1)
		assert.Equal(t, "quota-squeeze: throttle: 10 per minute, for harbour, from Wed 17 Sep 07:00, to Wed 17 Sep 13:00", laneNamed(all, "faults").marks[0].title)
	})
	t.Run("ClosedAlert", func(t *testing.T) {
		m := laneNamed(all, "informational → chat").marks[0]
		assert.Equal(t, at(181), m.until)
		assert.Equal(t, "AllowanceSpent for harbour, delivered to the chat Wed 17 Sep 07:04, closed Wed 17 Sep 09:01", m.title)
	})
	t.Run("NeverClosedAlert", func(t *testing.T) {
		m := laneNamed(all, "look now → pager").marks[0]
		assert.Equal(t, at(600), m.until)
		assert.True(t, strings.HasSuffix(m.title, "never closed"), m.title)
	})
	t.Run("UntruePost", func(t *testing.T) {
		marks := laneNamed(all, "status page").marks
		require.Len(t, marks, 2)
		assert.Equal(t, postGlyph, marks[0].glyph)
		assert.Equal(t, untrueGlyph, marks[1].glyph)
		assert.Contains(t, marks[1].title, "87 % of 30 were healthy")
	})
	t.Run("RelinkMailsMerge", func(t *testing.T) {
		marks := laneNamed(all, "relink mails").marks
		require.Len(t, marks, 1)
		assert.Equal(t, "4 mails", marks[0].label)
	})
}

func TestOpenings(t *testing.T) {
	b := build(100)
	b.notice(1, "review_soon", "Slow", "harbour", "firing").notice(5, "review_soon", "Slow", "harbour", "firing") // repeated
	b.notice(9, "review_soon", "Slow", "harbour", "resolved").notice(10, "review_soon", "Slow", "harbour", "resolved")
	b.notice(20, "review_soon", "Slow", "harbour", "firing").notice(30, "look_now", "Gone", "", "firing")
	h := b.sorted()
	all := openings(h)
	require.Len(t, all, 3)
	assert.Equal(t, at(9), all[0].until)
	assert.True(t, all[0].closed)
	assert.Equal(t, h.Header.Until, all[1].until)
	assert.False(t, all[1].closed)
	assert.Equal(t, "Gone", all[2].about())

	rows := alertRows(h)
	require.Len(t, rows, 2)
	assert.Equal(t, "look now", rows[0].Level, "the most urgent first")
	assert.Equal(t, alertRow{Level: "review soon", Alert: "Slow", Provider: "harbour", Sink: "pager", First: at(1), Times: 2, Open: at(88).Sub(at(0)), AtEnd: true}, rows[1])
	assert.Equal(t, "88 min", rows[1].OpenFor())
}

func TestArrange(t *testing.T) {
	a := axis{at(0), at(100)}
	bar := func(from, until float64) mark { return mark{from: at(from), until: at(until)} }
	rows := arrange(a, []lane{{name: "one", marks: []mark{bar(0, 10), bar(5, 20), bar(10, 30)}}, {name: "two", marks: []mark{{from: at(1)}, {from: at(1)}}}})
	require.Len(t, rows, 3)
	assert.Equal(t, []string{"one", "", "two"}, []string{rows[0].name, rows[1].name, rows[2].name})
	assert.Len(t, rows[0].marks, 2, "what does not overlap shares a row")
	var crowd lane
	for range 20 {
		crowd.marks = append(crowd.marks, bar(0, 50))
	}
	assert.Len(t, arrange(a, []lane{crowd}), maxRows)
}

func TestPills(t *testing.T) {
	a := axis{at(0), at(800)} // a minute is almost a unit
	instant := func(minute float64, glyph string) mark {
		return mark{from: at(minute), glyph: glyph, class: "act", title: "at " + stamp(at(minute))}
	}
	t.Run("Apart", func(t *testing.T) {
		assert.Len(t, pills(a, []mark{instant(100, "t"), instant(130, "D")}), 2)
	})
	t.Run("MergedWithCount", func(t *testing.T) {
		all := pills(a, []mark{instant(100, "t"), instant(105, "t"), instant(110, "D")})
		require.Len(t, all, 1)
		assert.Equal(t, "2t D", all[0].text())
		assert.Len(t, all[0].at, 3)
	})
	t.Run("ManyRunsAreCounted", func(t *testing.T) {
		var marks []mark
		for i := range 6 {
			marks = append(marks, instant(100+float64(i), []string{"!", "s"}[i%2]))
		}
		all := pills(a, marks)
		require.Len(t, all, 1)
		assert.Equal(t, "3! 3s", all[0].text())
	})
	t.Run("NeverOverlapAndStayInside", func(t *testing.T) {
		var marks []mark
		for i := range 81 {
			marks = append(marks, instant(float64(i*i)/8, string(rune('A'+i%3))))
		}
		all := pills(a, marks)
		n := 0
		for i, p := range all {
			n += len(p.marks)
			assert.GreaterOrEqual(t, p.left, leftMargin)
			assert.LessOrEqual(t, p.right, figureWidth)
			if i > 0 {
				assert.Greater(t, p.left, all[i-1].right)
			}
		}
		assert.Equal(t, 81, n)
	})
	t.Run("TitleListsAllUpToALimit", func(t *testing.T) {
		var s svg
		var marks []mark
		for range maxTitles + 3 {
			marks = append(marks, instant(100, "T"))
		}
		s.pill(pills(a, marks)[0], 0)
		assert.Equal(t, maxTitles, strings.Count(s.String(), "at Wed 17 Sep 07:40"))
		assert.Contains(t, s.String(), "and 3 more")
	})
	t.Run("WhatMattersDecidesTheClass", func(t *testing.T) {
		p := pill{marks: []mark{{class: "skim"}, {class: "notice"}, {class: "skim"}}}
		assert.Equal(t, "notice", p.class())
	})
}

func TestKeyNamesWhatIsUsed(t *testing.T) {
	b := squeeze()
	assert.Equal(t, "! somebody notices, D deployed, P a post, ✗ a post whose claim is untrue", key(b.run(t)))
	b.add(500, history.Acted{Action: "dance"}).add(501, history.TicketOpened{Ticket: "T-9", Provider: "harbour"})
	assert.Equal(t, "! somebody notices, T a ticket, D deployed, A another action, P a post, ✗ a post whose claim is untrue", key(b.run(t)))
	assert.Empty(t, key(build(60).run(t)))
}

func TestMoreUrgentBarsAreTaller(t *testing.T) {
	for i := range levels[1:] {
		assert.Less(t, barInset(levels[i].class), barInset(levels[i+1].class))
	}
}

func TestPeopleLanes(t *testing.T) {
	b := build(100).add(5, history.TicketOpened{Ticket: "T-3", Provider: "harbour"}).add(6, history.Skimmed{Messages: 4})
	b.add(7, history.Skimmed{Messages: 1, OpenAlerts: []string{"Slow"}, Chance: 0.25, Saw: []string{"Slow"}}).add(8, history.Acted{Action: "try", What: `{"pace":"slow"}`, Error: "refused"})
	b.fault(history.FaultSummary{Name: "gale", What: "refuse", Whom: "harbour"}, 10, lasts)
	all := lanes(b.run(t))
	assert.Equal(t, "Wed 17 Sep 06:05: ticket T-3 from an owner with harbour", laneNamed(all, "tickets").marks[0].title)
	skims := laneNamed(all, "people notice").marks
	require.Len(t, skims, 1, "a skim without an open alert is nothing to see")
	assert.Equal(t, "Wed 17 Sep 06:07: the chat is skimmed, 1 message, chance to see an open alert 25 %, seen: 1", skims[0].title)
	assert.Equal(t, "Wed 17 Sep 06:08: try pace = slow, which fails: refused", laneNamed(all, "people act").marks[0].title)
	assert.Equal(t, "gale: refuse, for harbour, from Wed 17 Sep 06:10, not ended", laneNamed(all, "faults").marks[0].title)
}

// TestFigure looks at the drawing: the fault shades every panel, and no name
// reaches into the column of values.
func TestFigure(t *testing.T) {
	r := squeeze().run(t)
	drawn := string(figure(r, sharedAxis([]Run{r})))
	assert.Equal(t, 3, strings.Count(drawn, `class="shade"`))
	for _, style := range []string{"s0", "s1"} {
		assert.Equal(t, 4, strings.Count(drawn, `<path class="series `+style+`"`), "a line and its sample in each of two charts")
	}
	assert.Contains(t, drawn, ">quota-squeeze</text>")
	assert.NotContains(t, drawn, "NaN")
	assert.NotContains(t, drawn, "Inf")
}
