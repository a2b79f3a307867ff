package history

import "time"

// Minute is one sample of the series of one cohort, taken at the end of a whole
// minute of the scenario's clock.
type Minute struct {
	Failing   int `json:"failing"`    // mailboxes that fail at that instant
	Stale     int `json:"stale"`      // last complete round older than two polls
	Waiting   int `json:"waiting"`    // asked to relink, not answered, still failing
	AgeMedian int `json:"age_median"` // seconds since the last complete round
	AgeMax    int `json:"age_max"`
	Reads     int `json:"reads"`    // within the minute
	Requests  int `json:"requests"` // that reached the provider within the minute
	Failed    int `json:"failed"`   // of these
}

// History is a whole world's.
type History struct {
	Header Header
	Events []Event             // in canonical order
	Series map[string][]Minute // cohort name -> one sample a minute, the first at From+1m
	// Shapes counts requests by shape over the whole world, sorted.
	Shapes []ShapeCount
	// Requests is the number that reached the provider in all.
	Requests int
}

// ShapeCount is how many requests had a shape, and when the first and the last of
// them began.
type ShapeCount struct {
	Shape Shape
	Count int
	First time.Time
	Last  time.Time
	// Minutes is how many ended within each minute of the series, the first at
	// From+1m. What came after the last sample is in Count only.
	Minutes []int
}
