package model_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/model"
)

func TestJudgeWithWrites(t *testing.T) {
	lunch, long, tea := meeting("lunch", 12), meeting("long lunch", 12), meeting("tea", 16)
	a, b := item("a", meeting("a", 9)), item("b", meeting("b", 11))
	mine, own, made := item("draft-1", lunch), item("c", lunch), item("c", long)
	moved := item("a", lunch)
	free := lunch
	free.ShowAs = "free"
	const at5 = "compared with 2031-05-06 00:05:00.000 UTC, "
	const lunchIs = `"lunch" (2031-05-06 12:00 to 2031-05-06 13:00 UTC, busy)`
	const aIs = `"a" (2031-05-06 09:00 to 2031-05-06 10:00 UTC, busy)`
	for name, steps := range map[string][]step{
		// a create
		"CreateIsShown":         {create("w", 10, lunch), reads(5, 11, "", a, b, mine)},
		"CreateMustBeShown":     {create("w", 10, lunch), reads(5, 11, at5+"it lacks "+lunchIs, a, b)},
		"CreateAnyOrder":        {create("w", 10, lunch), reads(5, 11, "", mine, b, a)},
		"CreateTwiceIsShown":    {create("w", 10, lunch), reads(5, 11, at5+"it shows "+lunchIs+", which is not in the calendar", a, b, mine, item("draft-2", lunch))},
		"CreateUnderOneIDTwice": {create("w", 10, lunch), reads(5, 11, "it shows "+lunchIs+" twice", a, b, mine, mine)},
		"CreateIsBusy":          {create("w", 10, lunch), reads(5, 11, at5+`it shows "lunch" (2031-05-06 12:00 to 2031-05-06 13:00 UTC, free), which is not in the calendar (and 1 more)`, a, b, item("draft-1", free))},
		"CreateOfOtherContent":  {create("w", 10, lunch), reads(5, 11, at5+"it shows \"long lunch\" (2031-05-06 12:00 to 2031-05-06 13:00 UTC, busy), which is not in the calendar (and 1 more)", a, b, item("draft-1", long))},
		"CreateTakesNoKnownID":  {create("w", 10, lunch), reads(5, 11, at5+"it shows "+lunchIs+" instead of "+aIs+" (and 1 more)", moved, b)},
		"CreateTakenBack":       {create("w", 10, lunch), func(t *testing.T, m *model.Model) { m.Refused("m", "w") }, reads(5, 11, "", a, b)},

		// landed after, at and before the instant that the answer speaks of
		"LandedAfterShownUnderOwnID":     {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), reads(15, 25, "", a, b, mine)},
		"LandedAfterShownUnderItsID":     {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), reads(15, 25, "", a, b, own)},
		"LandedAfterMustBeShown":         {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), reads(15, 25, "compared with 2031-05-06 00:15:00.000 UTC, it lacks "+lunchIs, a, b)},
		"LandedAfterShownUnderBoth":      {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), reads(15, 25, "compared with 2031-05-06 00:15:00.000 UTC, it shows "+lunchIs+", which is not in the calendar", a, b, own, mine)},
		"LandedBeforeShownUnderItsID":    {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), reads(21, 25, "", a, b, own)},
		"LandedBeforeNotUnderOwnID":      {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), reads(21, 25, "compared with 2031-05-06 00:21:00.000 UTC, it lacks "+lunchIs+" (and 1 more)", a, b, mine)},
		"LandedAtTheInstant":             {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), reads(20, 25, "", a, b, own)},
		"LandedAtTheInstantNotOwnID":     {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), reads(20, 25, "compared with 2031-05-06 00:20:00.000 UTC, it lacks "+lunchIs+" (and 1 more)", a, b, mine)},
		"UpdateLandedAfter":              {update("w", 10, "a", lunch), takes(20, model.Update, "a", &lunch, "w", ""), reads(15, 25, "", moved, b)},
		"UpdateLandedAfterMustBeShown":   {update("w", 10, "a", lunch), takes(20, model.Update, "a", &lunch, "w", ""), reads(15, 25, "compared with 2031-05-06 00:15:00.000 UTC, it shows "+aIs+" instead of "+lunchIs, a, b)},
		"DeleteLandedAfter":              {remove("w", 10, "a"), takes(20, model.Delete, "a", nil, "w", ""), reads(15, 25, "", b)},
		"DeleteLandedAfterMustBeShown":   {remove("w", 10, "a"), takes(20, model.Delete, "a", nil, "w", ""), reads(15, 25, "compared with 2031-05-06 00:15:00.000 UTC, it shows "+aIs+", which is not in the calendar", a, b)},
		"DeleteLandedBefore":             {remove("w", 10, "a"), takes(20, model.Delete, "a", nil, "w", ""), reads(20, 25, "", b)},
		"LandedThenEditedByTheOwner":     {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), edits(22, "c", &long), reads(15, 25, "", a, b, made)},
		"LandedThenEditedTheOldMayStand": {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), edits(22, "c", &long), reads(15, 25, "", a, b, own)},
		"EditAtNowMayBeShown":            {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), edits(22, "c", &long), reads(15, 22, "", a, b, made)},
		"EditAfterNowMayNotBeShown":      {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), edits(22, "c", &long), reads(15, 21, "compared with 2031-05-06 00:20:00.000 UTC, it shows \"long lunch\" (2031-05-06 12:00 to 2031-05-06 13:00 UTC, busy) instead of "+lunchIs, a, b, made)},

		// an update and a deletion of an event of the calendar
		"UpdateIsShown":          {update("w", 10, "a", lunch), reads(5, 11, "", moved, b)},
		"UpdateMustBeShown":      {update("w", 10, "a", lunch), reads(5, 11, at5+"it shows "+aIs+" instead of "+lunchIs, a, b)},
		"UpdateKeepsShowAs":      {edits(4, "a", &free), update("w", 10, "a", tea), reads(5, 11, "", b, item("a", model.Value{Subject: "tea", Start: tea.Start, End: tea.End, ShowAs: "free"}))},
		"UpdateDoesNotBringBusy": {edits(4, "a", &free), update("w", 10, "a", tea), reads(5, 11, at5+`it shows "tea" (2031-05-06 16:00 to 2031-05-06 17:00 UTC, busy) instead of "tea" (2031-05-06 16:00 to 2031-05-06 17:00 UTC, free)`, b, item("a", tea))},
		"TheLastUpdateIsShown":   {update("w", 10, "a", lunch), update("x", 11, "a", long), update("y", 12, "a", tea), reads(5, 13, "", item("a", tea), b)},
		"NotTheOneBefore":        {update("w", 10, "a", lunch), update("x", 11, "a", tea), reads(5, 13, at5+"it shows "+lunchIs+" instead of \"tea\" (2031-05-06 16:00 to 2031-05-06 17:00 UTC, busy)", moved, b)},
		"DeleteIsShown":          {remove("w", 10, "a"), reads(5, 11, "", b)},
		"DeleteMustBeShown":      {remove("w", 10, "a"), reads(5, 11, at5+"it shows "+aIs+", which is not in the calendar", a, b)},
		"UpdateThenDelete":       {update("w", 10, "a", lunch), remove("x", 11, "a"), reads(5, 13, "", b)},
		"OfAnEventThatIsGone":    {edits(4, "a", nil), update("w", 10, "a", lunch), reads(5, 11, "", b)},
		"OfAnEventThatGoes":      {update("w", 10, "a", lunch), edits(12, "a", nil), reads(5, 13, "", moved, b), reads(12, 13, "", b)},
		"OverAnEditByTheOwner":   {update("w", 10, "a", lunch), edits(12, "a", &tea), reads(5, 13, "", moved, b), reads(12, 13, "", moved, b)},
		"EditOfAnotherMeanwhile": {update("w", 10, "a", lunch), edits(12, "b", &tea), reads(5, 13, "", moved, b), reads(5, 13, "", moved, item("b", tea))},
		"AMixture":               {update("w", 10, "a", lunch), edits(12, "b", &tea), reads(5, 13, at5+`it shows "long lunch" (2031-05-06 12:00 to 2031-05-06 13:00 UTC, busy) instead of "b" (2031-05-06 11:00 to 2031-05-06 12:00 UTC, busy) (and 1 more)`, a, item("b", long))},

		// an update and a deletion of a draft
		"UpdateOfADraft":            {create("w", 10, lunch), update("x", 11, "w", long), reads(5, 12, "", a, b, item("draft-1", long))},
		"UpdateOfADraftMustBeShown": {create("w", 10, lunch), update("x", 11, "w", long), reads(5, 12, at5+`it lacks "long lunch" (2031-05-06 12:00 to 2031-05-06 13:00 UTC, busy) (and 1 more)`, a, b, mine)},
		"DeleteOfADraft":            {create("w", 10, lunch), remove("x", 11, "w"), reads(5, 12, "", a, b)},
		"DeletedDraftIsNotShown":    {create("w", 10, lunch), remove("x", 11, "w"), reads(5, 12, at5+"it shows "+lunchIs+", which is not in the calendar", a, b, mine)},
		"UpdateOfOneOfTwoDrafts":    {create("w", 10, lunch), create("x", 10, tea), update("y", 11, "x", long), reads(5, 12, "", a, b, mine, item("draft-2", long))},
		"DraftOfTwo":                {create("w", 10, lunch), create("x", 10, tea), remove("y", 11, "w"), reads(5, 12, "", a, b, item("draft-2", tea))},
		"UpdateOfADraftThatLanded": {create("w", 10, lunch), update("x", 11, "w", long), takes(20, model.Create, "c", &lunch, "w", ""),
			reads(15, 25, "", a, b, made), reads(15, 25, "", a, b, item("draft-1", long)), reads(20, 25, "", a, b, made)},
		"DeleteOfADraftThatLanded": {create("w", 10, lunch), remove("x", 11, "w"), takes(20, model.Create, "c", &lunch, "w", ""),
			reads(15, 25, "", a, b), reads(20, 25, "", a, b)},
		"ByItsIDAfterItLanded": {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), update("x", 21, "c", long),
			reads(15, 25, "", a, b, made), reads(20, 25, "", a, b, made)},
		"ByItsIDShownUnderOwnID": {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), update("x", 21, "c", long),
			reads(15, 25, "", a, b, item("draft-1", long))},
		"ByItsIDDeleted": {create("w", 10, lunch), takes(20, model.Create, "c", &lunch, "w", ""), remove("x", 21, "c"),
			reads(15, 25, "", a, b), reads(20, 25, "", a, b)},
		"BothLanded": {create("w", 10, lunch), update("x", 11, "w", long), takes(20, model.Create, "c", &lunch, "w", ""), takes(21, model.Update, "c", &long, "x", ""),
			reads(15, 25, "", a, b, made), reads(20, 25, "", a, b, made), reads(21, 25, "", a, b, made)},

		// what owners were told
		"ConflictRemovesIt":     {update("w", 10, "a", lunch), edits(12, "a", &tea), told("w", "conflict", ""), reads(12, 13, "", item("a", tea), b)},
		"ConflictNoLongerShown": {update("w", 10, "a", lunch), edits(12, "a", &tea), told("w", "conflict", ""), reads(12, 13, "compared with 2031-05-06 00:12:00.000 UTC, it shows "+lunchIs+" instead of \"tea\" (2031-05-06 16:00 to 2031-05-06 17:00 UTC, busy)", moved, b)},
		"FailedCreateIsRemoved": {create("w", 10, lunch), declines(11, model.Create), told("w", "failed", ""), reads(5, 13, "", a, b)},
		"FailedDeleteIsBack":    {remove("w", 10, "a"), declines(11, model.Delete), told("w", "failed", ""), reads(5, 13, "", a, b)},
		"OneOfTwoFailed":        {update("w", 10, "a", lunch), update("x", 11, "b", tea), declines(11, model.Update), told("w", "failed", ""), reads(5, 13, "", a, item("b", tea))},

		// what must hold with writes as without
		"Future":          {create("w", 10, lunch), reads(14, 13, "as_of 2031-05-06 00:14:00.000 UTC lies in the future", a, b, mine)},
		"AsOfGoesBack":    {create("w", 10, lunch), reads(12, 13, "", a, b, mine), reads(11, 14, "as_of went back from 2031-05-06 00:12:00.000 UTC to 2031-05-06 00:11:00.000 UTC", a, b, mine)},
		"OutsideWindow":   {create("w", 10, lunch), reads(5, 13, `it shows "x" (2031-05-07 06:00 to 2031-05-07 07:00 UTC, busy), which is outside the window`, a, b, mine, item("x", meeting("x", 30)))},
		"UnknownIsShown":  {update("w", 10, "a", lunch), reads(5, 13, at5+`it shows "x" (2031-05-06 03:00 to 2031-05-06 04:00 UTC, busy), which is not in the calendar`, moved, b, item("x", meeting("x", 3)))},
		"SomethingLacks":  {update("w", 10, "a", lunch), reads(5, 13, at5+`it lacks "b" (2031-05-06 11:00 to 2031-05-06 12:00 UTC, busy)`, moved)},
		"EverythingLacks": {update("w", 10, "a", lunch), reads(5, 13, at5+`it lacks "b" (2031-05-06 11:00 to 2031-05-06 12:00 UTC, busy) (and 1 more)`)},
	} {
		t.Run(name, func(t *testing.T) { calendar(t, steps...) })
	}
}

// A write can bring an event into the window or out of it.
func TestWindowWithWrites(t *testing.T) {
	inside, outside := meeting("w", 13), meeting("w", 30)
	edge := func(start, end float64) model.Value {
		hour := func(h float64) time.Time { return begin.Add(time.Duration(h * float64(time.Hour))) }
		return model.Value{Subject: "w", Start: hour(start), End: hour(end), ShowAs: "busy"}
	}
	a, b := item("a", meeting("a", 9)), item("b", meeting("b", 11))
	x := func(v model.Value) model.Item { return item("x", v) }
	for name, steps := range map[string][]step{
		"CreatedOutside":       {create("w", 10, outside), reads(5, 11, "", a, b)},
		"CreatedJustBeforeEnd": {create("w", 10, edge(23.99, 25)), reads(5, 11, "", a, b, x(edge(23.99, 25)))},
		"CreatedAtTheEnd":      {create("w", 10, edge(24, 25)), reads(5, 11, "", a, b)},
		"CreatedUpToTheStart":  {create("w", 10, edge(-1, 0)), reads(5, 11, "", a, b)},
		"CreatedAcrossStart":   {create("w", 10, edge(-1, 0.01)), reads(5, 11, "", a, b, x(edge(-1, 0.01)))},
		"CreatedWithoutLength": {create("w", 10, edge(0, 0)), reads(5, 11, "", a, b, x(edge(0, 0)))},
		"MovedOut":             {update("w", 10, "a", outside), reads(5, 11, "", b)},
		"MovedOutStillShown":   {update("w", 10, "a", outside), reads(5, 11, `compared with 2031-05-06 00:05:00.000 UTC, it shows "a" (2031-05-06 09:00 to 2031-05-06 10:00 UTC, busy), which is not in the calendar`, a, b)},
		"MovedIn":              {edits(3, "c", &outside), update("w", 10, "c", inside), reads(5, 11, "", a, b, item("c", inside))},
		"MovedInMustBeShown":   {edits(3, "c", &outside), update("w", 10, "c", inside), reads(5, 11, `compared with 2031-05-06 00:05:00.000 UTC, it lacks "w" (2031-05-06 13:00 to 2031-05-06 14:00 UTC, busy)`, a, b)},
		"DraftMovedOut":        {create("w", 10, inside), update("y", 11, "w", outside), reads(5, 12, "", a, b)},
		"DraftMovedIn":         {create("w", 10, outside), update("y", 11, "w", inside), reads(5, 12, "", a, b, x(inside))},
		"DeletedOutside":       {edits(3, "c", &outside), remove("w", 10, "c"), reads(5, 11, "", a, b)},
	} {
		t.Run(name, func(t *testing.T) { calendar(t, steps...) })
	}
}

// Two drafts that look alike are two items.
func TestDraftsAlike(t *testing.T) {
	lunch := meeting("lunch", 12)
	a, b := item("a", meeting("a", 9)), item("b", meeting("b", 11))
	both := []model.Item{a, b, item("draft-1", lunch), item("draft-2", lunch)}
	m := calendar(t, create("w", 10, lunch), create("x", 11, lunch))
	assert.Empty(t, m.Judge("m", from, until, at(5), at(12), both))
	assert.Contains(t, m.Judge("m", from, until, at(5), at(12), both[:3]), "it lacks")
	takes(20, model.Create, "c", &lunch, "w", "")(t, m)
	assert.Empty(t, m.Judge("m", from, until, at(15), at(25), both), "both under own ids")
	assert.Empty(t, m.Judge("m", from, until, at(15), at(25), []model.Item{a, b, item("c", lunch), item("draft-2", lunch)}))
	assert.Contains(t, m.Judge("m", from, until, at(20), at(25), both), "and 1 more", "the one that landed has one name now")
	assert.Empty(t, m.Judge("m", from, until, at(20), at(25), []model.Item{a, b, item("c", lunch), item("draft-2", lunch)}))
}

func TestManyWritesOfOneEvent(t *testing.T) {
	m := calendar(t)
	hours := func(i int) model.Value { return meeting("a", 10+i%10) }
	for i := range 50 {
		update(string(rune('A'+i)), 10+i, "a", hours(i))(t, m)
	}
	b := item("b", meeting("b", 11))
	assert.Empty(t, m.Judge("m", from, until, at(5), at(70), []model.Item{item("a", hours(49)), b}))
	for i := range 49 {
		v := hours(i)
		takes(100+i, model.Update, "a", &v, string(rune('A'+i)), "")(t, m)
	}
	assert.Len(t, m.Open("m"), 1)
	assert.Empty(t, m.Judge("m", from, until, at(120), at(160), []model.Item{item("a", hours(49)), b}), "the last one lies over all")
	v := hours(49)
	takes(161, model.Update, "a", &v, string(rune('A'+49)), "")(t, m)
	assert.Empty(t, m.Judge("m", from, until, at(130), at(170), []model.Item{item("a", hours(49)), b}))
	assert.NotEmpty(t, m.Judge("m", from, until, at(161), at(170), []model.Item{item("a", hours(48)), b}))
	assert.Empty(t, m.Open("m"))
}
