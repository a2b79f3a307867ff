package model_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/model"
)

// behind tells of an answer from a replica, to a request of an instant.
func behind(minutes, by int) step {
	return func(t *testing.T, m *model.Model) { m.Behind(at(minutes), "m", time.Duration(by)*time.Minute) }
}

// on is the calendar of model_test: a moves at 10, c appears at 20, b goes at 30.
func on(t *testing.T, steps ...step) {
	m := world()
	for _, s := range steps {
		s(t, m)
	}
}

func TestBehind(t *testing.T) {
	a9, a10, b, c := item("a", meeting("a", 9)), item("a", meeting("a", 10)), item("b", meeting("b", 11)), item("c", meeting("c", 13))
	const lacksC = `it lacks "c" (2031-05-06 13:00 to 2031-05-06 14:00 UTC, busy)`
	for name, steps := range map[string][]step{
		"NotBehind":            {reads(25, 26, "compared with 2031-05-06 00:25:00.000 UTC, "+lacksC, a10, b)},
		"BehindTheChange":      {behind(25, 6), reads(25, 26, "", a10, b)},
		"BehindMayBeUpToDate":  {behind(25, 6), reads(25, 26, "", a10, b, c)},
		"ExactlyAtTheChange":   {behind(25, 5), reads(25, 26, "compared with 2031-05-06 00:20:00.000 UTC, "+lacksC, a10, b)},
		"NoFurtherThanItWas":   {behind(25, 6), reads(25, 26, `compared with 2031-05-06 00:19:00.000 UTC, it shows "a" (2031-05-06 09:00 to 2031-05-06 10:00 UTC, busy) instead of "a" (2031-05-06 10:00 to 2031-05-06 11:00 UTC, busy)`, a9, b)},
		"NoMixture":            {behind(25, 20), reads(25, 26, `compared with 2031-05-06 00:05:00.000 UTC, it shows "c" (2031-05-06 13:00 to 2031-05-06 14:00 UTC, busy), which is not in the calendar`, a9, b, c)},
		"FarBehind":            {behind(25, 20), reads(25, 26, "", a9, b)},
		"SecondPage":           {behind(26, 7), reads(25, 27, "", a10, b)},
		"SeveralTheOldest":     {behind(25, 1), behind(26, 20), behind(27, 2), reads(25, 28, "", a9, b)},
		"EarlierRoundIsOver":   {behind(24, 20), reads(25, 26, "compared with 2031-05-06 00:25:00.000 UTC, "+lacksC, a10, b)},
		"CaughtUp":             {behind(22, 20), reads(22, 23, "", a9, b), reads(25, 26, "compared with 2031-05-06 00:25:00.000 UTC, "+lacksC, a10, b)},
		"CaughtUpWithAll":      {behind(22, 20), reads(22, 23, "", a9, b), reads(35, 36, "", a10, c)},
		"SameInstantAgain":     {behind(22, 20), reads(22, 23, "", a9, b), reads(22, 24, "", a9, b), reads(22, 40, "", a10, b)},
		"NoStepBackInTime":     {reads(21, 21, "", a10, b, c), behind(25, 20), reads(25, 26, "", a10, b, c)},
		"WhatWasKnownIsKnown":  {reads(21, 21, "", a10, b, c), behind(25, 20), reads(25, 26, "compared with 2031-05-06 00:21:00.000 UTC, "+lacksC, a10, b)},
		"AsOfGoesBack":         {behind(25, 6), reads(25, 26, "", a10, b), reads(24, 27, "as_of went back from 2031-05-06 00:25:00.000 UTC to 2031-05-06 00:24:00.000 UTC", a10, b)},
		"AsOfOfTheReplicaOnly": {behind(25, 6), reads(25, 26, "", a10, b), reads(19, 27, "as_of went back from 2031-05-06 00:25:00.000 UTC to 2031-05-06 00:19:00.000 UTC", a10, b)},
		"Future":               {behind(25, 6), reads(27, 26, "as_of 2031-05-06 00:27:00.000 UTC lies in the future", a10, b)},
		"AnotherMailbox": {func(t *testing.T, m *model.Model) { m.Behind(at(25), "other", 20*time.Minute) },
			reads(25, 26, "compared with 2031-05-06 00:25:00.000 UTC, "+lacksC, a10, b)},
	} {
		t.Run(name, func(t *testing.T) { on(t, steps...) })
	}
}

// A replica that is behind does not know writes that have taken effect either.
func TestBehindAWrite(t *testing.T) {
	lunch := meeting("lunch", 12)
	a, b := item("a", meeting("a", 9)), item("b", meeting("b", 11))
	made := func() *model.Model {
		return calendar(t, create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), behind(25, 10))
	}
	assert.Empty(t, made().Judge("m", from, until, at(25), at(26), []model.Item{a, b, item("c", lunch)}))
	assert.Empty(t, made().Judge("m", from, until, at(25), at(26), []model.Item{a, b, item("draft", lunch)}), "whoever lays what it wrote over what it reads")
	assert.Contains(t, made().Judge("m", from, until, at(25), at(26), []model.Item{a, b}), `it lacks "lunch"`, "what the owner wrote does not vanish meanwhile")

	gone := calendar(t, remove("w", 10, "a"), takes(20, model.Delete, "a", nil, "w", ""), behind(25, 10))
	assert.Empty(t, gone.Judge("m", from, until, at(25), at(26), []model.Item{b}))
	assert.Contains(t, gone.Judge("m", from, until, at(25), at(26), []model.Item{a, b}), "which is not in the calendar")
}

// An owner who was shown what a replica knew may not know of an edit that came
// before the instant which the answer states.
func TestConflictBehindAReplica(t *testing.T) {
	tea, lunch := meeting("tea", 16), meeting("lunch", 12)
	a, b := item("a", meeting("a", 9)), item("b", meeting("b", 11))
	calendar(t, edits(20, "a", &tea), behind(25, 10), reads(25, 26, "", a, b), update("w", 27, "a", lunch), told("w", "conflict", ""))
	calendar(t, edits(20, "a", &tea), reads(25, 26, "", item("a", tea), b), update("w", 27, "a", lunch), told("w", "conflict", "nobody else changed the event"))
}
