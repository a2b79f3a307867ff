package units

import (
	"sync"
	"time"
)

var locations sync.Map // *time.Location by the name of its zone

// Location is time.LoadLocation for names that come again and again: each zone is read
// once. Thousands of series would hold a copy of the same zone each.
func Location(name string) (*time.Location, error) {
	if known, ok := locations.Load(name); ok {
		return known.(*time.Location), nil
	}
	location, err := time.LoadLocation(name)
	if err != nil {
		return nil, err
	}
	first, _ := locations.LoadOrStore(name, location)
	return first.(*time.Location), nil
}
