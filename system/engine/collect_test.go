package engine

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

// Of a series that comes more than once in a round, the last telling counts whole.
func TestCollectionOfSeries(t *testing.T) {
	one := func(id, series string) system.Event { return system.Event{ID: id, SeriesID: series} }
	told := func(series string, ids ...string) system.Page {
		p := system.Page{Series: []string{series}}
		for _, id := range ids {
			p.Changed = append(p.Changed, one(id, series))
		}
		return p
	}
	for name, row := range map[string]struct {
		pages                    []system.Page
		changed, removed, series []string
	}{
		"Once":             {[]system.Page{told("s", "1", "2")}, []string{"1", "2"}, nil, []string{"s"}},
		"AgainWithoutOne":  {[]system.Page{told("s", "1", "2"), told("s", "2")}, []string{"2"}, []string{"1"}, []string{"s"}},
		"AgainWithOneMore": {[]system.Page{told("s", "1"), told("s", "1", "2")}, []string{"1", "2"}, nil, []string{"s"}},
		"TwoSeries":        {[]system.Page{told("s", "1"), told("t", "2"), told("s", "3")}, []string{"2", "3"}, []string{"1"}, []string{"s", "t"}},
		"GoneAfterwards":   {[]system.Page{told("s", "1", "2"), {Removed: []string{"s"}}}, nil, []string{"1", "2", "s"}, []string{"s"}},
		"GoneAndMadeAgain": {[]system.Page{{Removed: []string{"s"}}, told("s", "1")}, []string{"1"}, []string{"s"}, []string{"s"}},
		"BecomesSingle":    {[]system.Page{told("s", "1"), {Changed: []system.Event{one("s", "")}}}, []string{"s"}, []string{"1"}, []string{"s"}},
		"SingleBecomesIt":  {[]system.Page{{Changed: []system.Event{one("s", "")}}, told("s", "1")}, []string{"1"}, []string{"s"}, []string{"s"}},
		"OthersUntouched":  {[]system.Page{{Changed: []system.Event{one("x", ""), one("y", "")}}, told("s", "1")}, []string{"x", "y", "1"}, nil, []string{"s"}},
	} {
		t.Run(name, func(t *testing.T) {
			var c collection
			for _, p := range row.pages {
				c.add(p)
			}
			changed, removed := c.split()
			var ids []string
			for _, e := range changed {
				ids = append(ids, e.ID)
			}
			assert.Equal(t, row.changed, ids)
			assert.Equal(t, row.removed, removed)
			assert.Equal(t, row.series, c.series)
		})
	}
}
