package operators

// Opened to tests.
var (
	SitesOf      = sitesOf
	Apply        = Site.apply
	ReadTests    = readTests
	SharedWorlds = sharedWorlds
	Dearest      = dearest
	Unheld       = unheld
	InShared     = inShared
	InBroken     = inBroken
	FilesHash    = filesHash
)

// Kept is a cache in a folder, with one tree for everything.
func Kept(dir, tree string, only bool) cache {
	return cache{dir, trees{"": tree, "system/engine": tree}, only}
}

// Asked goes through the cache once and returns who noticed.
func (c cache) Asked(l Layer, s Site, altered, by string) (string, error) {
	a, err := c.ask(l, s, altered, func() (answer, error) { return answer{Noticed: true, By: by}, nil })
	return a.By, err
}

// ErrNotKept is the answer of a cache that may not ask.
var ErrNotKept = errNotKept

// Answered is what a layer answered.
func Answered(unbuilt, noticed bool, by string) answer {
	return answer{Unbuilt: unbuilt, Noticed: noticed, By: by}
}
