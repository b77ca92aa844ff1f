package datepattern

var (
	months = []string{
		"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
	}
	weekdays = []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	halves   = []string{"AM", "PM"}
	eras     = []string{"BC", "AD"}
)

// zones are the names of zones that can be read, with how many minutes they are ahead of UTC.
var zones = []struct {
	name   string
	offset int
}{
	{"UTC", 0}, {"GMT", 0}, {"EST", -300}, {"EDT", -240}, {"CST", -360}, {"CDT", -300}, {"MST", -420}, {"MDT", -360}, {"PST", -480}, {"PDT", -420},
}

// short is the abbreviation of a name.
func short(name string) string { return name[:min(3, len(name))] }
