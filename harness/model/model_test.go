package model_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/model"
)

var (
	begin = time.Date(2031, 5, 6, 0, 0, 0, 0, time.UTC)
	from  = begin
	until = begin.Add(24 * time.Hour)
)

func at(minutes int) time.Time { return begin.Add(time.Duration(minutes) * time.Minute) }

// meeting lies within the window, an hour long.
func meeting(subject string, hour int) model.Value {
	start := begin.Add(time.Duration(hour) * time.Hour)
	return model.Value{Subject: subject, Start: start, End: start.Add(time.Hour), ShowAs: "busy"}
}

func item(id string, v model.Value) model.Item { return model.Item{ID: id, Value: v} }

// world: a and b from the start; a moves at 10, c appears at 20, b goes at 30.
func world() *model.Model {
	m := model.New()
	put := func(minutes int, id string, v model.Value) { m.Changed(at(minutes), "m", id, &v) }
	put(0, "a", meeting("a", 9))
	put(0, "b", meeting("b", 11))
	put(10, "a", meeting("a", 10))
	put(20, "c", meeting("c", 13))
	m.Changed(at(30), "m", "b", nil)
	return m
}

func TestJudge(t *testing.T) {
	a9, a10, b, c := item("a", meeting("a", 9)), item("a", meeting("a", 10)), item("b", meeting("b", 11)), item("c", meeting("c", 13))
	for name, row := range map[string]struct {
		asOf, now int
		answer    []model.Item
		wrong     string
	}{
		"TruthAtAsOf":            {5, 50, []model.Item{a9, b}, ""},
		"AnyOrder":               {5, 50, []model.Item{b, a9}, ""},
		"ChangeAtAsOfIsMade":     {10, 50, []model.Item{a10, b}, ""},
		"ChangeAtAsOfMustBeMade": {10, 50, []model.Item{a9, b}, `compared with 2031-05-06 00:10:00.000 UTC, it shows "a" (2031-05-06 09:00 to 2031-05-06 10:00 UTC, busy) instead of "a" (2031-05-06 10:00 to 2031-05-06 11:00 UTC, busy)`},
		"LaterInstant":           {5, 50, []model.Item{a10, b, c}, ""},
		"LatestInstant":          {5, 50, []model.Item{a10, c}, ""},
		"ChangeAtNowMayBeMade":   {5, 20, []model.Item{a10, b, c}, ""},
		"ChangeAfterNow":         {5, 19, []model.Item{a10, b, c}, `compared with 2031-05-06 00:10:00.000 UTC, it shows "c" (2031-05-06 13:00 to 2031-05-06 14:00 UTC, busy), which is not in the calendar`},
		"Mixture":                {5, 50, []model.Item{a9, b, c}, `compared with 2031-05-06 00:05:00.000 UTC, it shows "c" (2031-05-06 13:00 to 2031-05-06 14:00 UTC, busy), which is not in the calendar`},
		"Lacks":                  {5, 50, []model.Item{b}, `compared with 2031-05-06 00:05:00.000 UTC, it lacks "a" (2031-05-06 09:00 to 2031-05-06 10:00 UTC, busy)`},
		"Empty":                  {5, 5, nil, `compared with 2031-05-06 00:05:00.000 UTC, it lacks "a" (2031-05-06 09:00 to 2031-05-06 10:00 UTC, busy) (and 1 more)`},
		"Twice":                  {5, 50, []model.Item{a9, b, b}, `it shows "b" (2031-05-06 11:00 to 2031-05-06 12:00 UTC, busy) twice`},
		"Unknown":                {5, 50, []model.Item{a9, b, item("x", meeting("x", 3))}, `compared with 2031-05-06 00:05:00.000 UTC, it shows "x" (2031-05-06 03:00 to 2031-05-06 04:00 UTC, busy), which is not in the calendar`},
		"GoneSince":              {30, 50, []model.Item{a10, b, c}, `compared with 2031-05-06 00:30:00.000 UTC, it shows "b" (2031-05-06 11:00 to 2031-05-06 12:00 UTC, busy), which is not in the calendar`},
		"OutsideWindow":          {5, 50, []model.Item{a9, b, item("x", meeting("x", 30))}, `it shows "x" (2031-05-07 06:00 to 2031-05-07 07:00 UTC, busy), which is outside the window`},
		"Future":                 {51, 50, []model.Item{a10, c}, "as_of 2031-05-06 00:51:00.000 UTC lies in the future"},
	} {
		t.Run(name, func(t *testing.T) {
			m := world()
			assert.Equal(t, row.wrong, m.Judge("m", from, until, at(row.asOf), at(row.now), row.answer))
			assert.Equal(t, "", m.Judge("other", from, until, at(row.asOf), at(60), nil), "another mailbox is empty")
		})
	}
}

func TestJudgeComparesEveryField(t *testing.T) {
	for name, change := range map[string]func(*model.Value){
		"Subject": func(v *model.Value) { v.Subject = "z" },
		"Start":   func(v *model.Value) { v.Start = v.Start.Add(time.Second) },
		"End":     func(v *model.Value) { v.End = v.End.Add(time.Second) },
		"ShowAs":  func(v *model.Value) { v.ShowAs = "free" },
	} {
		m := world()
		v := meeting("a", 9)
		change(&v)
		assert.Contains(t, m.Judge("m", from, until, at(5), at(5), []model.Item{item("a", v), item("b", meeting("b", 11))}), "instead of", name)
	}
	m := world()
	v := meeting("a", 9)
	v.Start = v.Start.In(time.FixedZone("east", 3600))
	assert.Empty(t, m.Judge("m", from, until, at(5), at(5), []model.Item{item("a", v), item("b", meeting("b", 11))}), "an instant is an instant in every zone")
}

func TestAsOf(t *testing.T) {
	m := world()
	old := []model.Item{item("a", meeting("a", 9)), item("b", meeting("b", 11))}
	assert.Equal(t, "the answer does not say what instant it speaks of", m.Judge("m", from, until, time.Time{}, at(5), old))
	assert.Empty(t, m.Judge("m", from, until, at(8), at(9), old))
	assert.Empty(t, m.Judge("m", from, until, at(8), at(40), old), "the same as_of again")
	assert.Equal(t, "as_of went back from 2031-05-06 00:08:00.000 UTC to 2031-05-06 00:07:00.000 UTC", m.Judge("m", from, until, at(7), at(41), old))
	assert.Empty(t, m.Judge("other", from, until, at(7), at(41), nil), "each mailbox has its own")
}

func TestLateAnswerAfterManyReads(t *testing.T) {
	m := world()
	for now := 5; now < 10; now++ {
		assert.Empty(t, m.Judge("m", from, until, at(now), at(now), []model.Item{item("a", meeting("a", 9)), item("b", meeting("b", 11))}))
	}
	assert.Empty(t, m.Judge("m", from, until, at(40), at(50), []model.Item{item("a", meeting("a", 10)), item("c", meeting("c", 13))}))
	v := meeting("b", 15)
	m.Changed(at(55), "m", "b", &v)
	assert.Empty(t, m.Judge("m", from, until, at(56), at(57), []model.Item{item("a", meeting("a", 10)), item("b", v), item("c", meeting("c", 13))}), "an id that comes back")
}

func TestChangedOutOfOrder(t *testing.T) {
	m := model.New()
	late, early := meeting("late", 9), meeting("early", 9)
	m.Changed(at(20), "m", "a", &late)
	m.Changed(at(10), "m", "a", &early)
	assert.Empty(t, m.Judge("m", from, until, at(15), at(15), []model.Item{item("a", early)}))
	assert.Empty(t, m.Judge("m", from, until, at(20), at(20), []model.Item{item("a", late)}))
}

func TestWindow(t *testing.T) {
	hour := func(h float64) time.Time { return begin.Add(time.Duration(h * float64(time.Hour))) }
	for name, row := range map[string]struct {
		start, end time.Time
		shows      bool
	}{
		"Within":                {hour(1), hour(2), true},
		"SpansIt":               {hour(-1), hour(25), true},
		"EndsAtItsBeginning":    {hour(-1), hour(0), false},
		"EndsJustAfter":         {hour(-1), hour(0.01), true},
		"BeginsAtItsEnd":        {hour(24), hour(25), false},
		"BeginsJustBefore":      {hour(23.99), hour(25), true},
		"NoLengthAtBeginning":   {hour(0), hour(0), true},
		"NoLengthAtEnd":         {hour(24), hour(24), false},
		"NoLengthBeforeItAll":   {hour(-1), hour(-1), false},
		"NoLengthWithinTheSpan": {hour(3), hour(3), true},
	} {
		t.Run(name, func(t *testing.T) {
			m := model.New()
			v := model.Value{Subject: "s", Start: row.start, End: row.end, ShowAs: "busy"}
			m.Changed(at(0), "m", "a", &v)
			var answer []model.Item
			if row.shows {
				answer = append(answer, item("a", v))
			}
			assert.Empty(t, m.Judge("m", from, until, at(1), at(1), answer))
			if row.shows {
				assert.Contains(t, m.Judge("m", from, until, at(1), at(1), nil), "it lacks")
			} else {
				assert.Contains(t, m.Judge("m", from, until, at(1), at(1), []model.Item{item("a", v)}), "outside the window")
			}
		})
	}
}

func TestClosestInstantIsTheFirstOfTheClosest(t *testing.T) {
	m := world()
	got := m.Judge("m", from, until, at(5), at(50), []model.Item{item("a", meeting("a", 10)), item("c", meeting("c", 13)), item("x", meeting("x", 1))})
	for range 20 {
		assert.Equal(t, `compared with 2031-05-06 00:30:00.000 UTC, it shows "x" (2031-05-06 01:00 to 2031-05-06 02:00 UTC, busy), which is not in the calendar`, got)
		got = world().Judge("m", from, until, at(5), at(50), []model.Item{item("a", meeting("a", 10)), item("c", meeting("c", 13)), item("x", meeting("x", 1))})
	}
}

func BenchmarkJudge(b *testing.B) {
	m := model.New()
	var answer []model.Item
	for i := range 60 {
		v := meeting(fmt.Sprint("subject ", i), i%24)
		id := fmt.Sprintf("AAMkADk0MzMzLTY3ODktNGFiYy05ZGVmLTAxMjM0NTY3ODlhYgBGAAAAAAB%0100d", i)
		m.Changed(at(0), "m", id, &v)
		answer = append(answer, item(id, v))
	}
	for i := range 20 { // an outage: the cache stands still, the owner goes on
		v := meeting("later", i)
		m.Changed(at(10+i), "m", fmt.Sprint("later", i), &v)
	}
	b.ReportAllocs()
	for b.Loop() {
		if wrong := m.Judge("m", from, until, at(5), at(50), answer); wrong != "" {
			b.Fatal(wrong)
		}
	}
}
