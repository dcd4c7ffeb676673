/** Something the people of a circle work on; its phrases are the nouns and clauses of bios, posts and events. */
export interface Topic {
  /** A noun phrase that follows "about". */
  about: string;
  /** Things somebody makes, as noun phrases with their article. */
  made: string[];
  /** Things somebody learns, as clauses without capital or full stop. */
  lessons: string[];
  skills: string[];
}

/** A kind of event that a circle holds. */
interface EventFormat {
  category: string;
  /** May hold `{About}`, the topic. */
  title: string;
  /** How long it lasts. */
  hours: number;
  /** How many people it draws, relative to an ordinary meeting. */
  draw: number;
}

/** A circle of people with one interest, across departments. */
export interface Circle {
  name: string;
  club: string;
  /** Departments whose students are the most likely to join; the first one hosts its events. */
  departments: string[];
  /** Skills that most of its people have. */
  skills: string[];
  topics: Topic[];
  formats: EventFormat[];
  /** When its people meet: days of the week (0 is Sunday) and starting hours, UTC. */
  weekdays: number[];
  hours: number[];
  /** Career tracks it leads to; names of `tracks` in `careers.ts`. */
  tracks: string[];
  /** How many people join it, relative to the others. */
  weight: number;
  /** The share of its posts that come with pictures, sound or video. */
  media: number;
}

export const circles: Circle[] = [
  {
    name: 'robotics',
    club: 'Robotics Club',
    departments: ['Mechanical Engineering', 'Computer Science', 'Mathematics'],
    skills: ['Arduino', 'C++', 'ROS', 'Soldering'],
    topics: [
      {
        about: 'sensor fusion for small robots',
        made: ['a rover that maps a corridor on its own', 'a drone that holds its height indoors'],
        lessons: [
          'cheap wheel encoders drift more than you would think',
          'an average of two bad sensors is still a bad sensor',
        ],
        skills: ['Sensor Fusion', 'Kalman Filters', 'Python'],
      },
      {
        about: 'motor control',
        made: ['a self-balancing two-wheeler', 'a line follower that no longer wobbles'],
        lessons: [
          'tuning by hand is faster once you plot the error',
          'half of our control problems were a loose connector',
        ],
        skills: ['PID Control', 'Embedded C', 'Arduino'],
      },
      {
        about: 'grippers and 3D-printed parts',
        made: ['a gripper that can pick up an egg', 'a four-axis arm printed in the makerspace'],
        lessons: [
          'print orientation decides whether a joint survives the first drop',
          'a rubber band beats a clever hinge surprisingly often',
        ],
        skills: ['Computer-Aided Design', '3D Printing', 'SolidWorks'],
      },
      {
        about: 'computer vision on robots',
        made: [
          'a bin sorter that recognises bottles and cans',
          'a robot that follows its owner across campus',
        ],
        lessons: [
          'good lighting is worth more than a bigger model',
          'calibrating the camera first saves a week of guessing',
        ],
        skills: ['OpenCV', 'Computer Vision', 'Python'],
      },
      {
        about: 'designing our own circuit boards',
        made: ['a motor driver board of our own', 'a battery monitor for the competition robot'],
        lessons: [
          'you should print the footprint on paper before ordering a board',
          'every board needs one more test point than you planned',
        ],
        skills: ['KiCad', 'Circuit Design', 'Soldering'],
      },
    ],
    formats: [
      { category: 'workshop', title: 'Robotics Workshop: {About}', hours: 3, draw: 1 },
      { category: 'meetup', title: 'Robot Lab Night: {About}', hours: 2, draw: 0.8 },
      { category: 'competition', title: 'Campus Robot Games: {About}', hours: 6, draw: 2.2 },
    ],
    weekdays: [3, 6],
    hours: [16, 17],
    tracks: ['robotics', 'mechanical', 'software'],
    weight: 5,
    media: 0.45,
  },
  {
    name: 'web development',
    club: 'Web Developers Guild',
    departments: ['Computer Science', 'Design', 'Business'],
    skills: ['JavaScript', 'TypeScript', 'React', 'CSS'],
    topics: [
      {
        about: 'accessible interfaces',
        made: [
          'a timetable page that works with a screen reader',
          'a form library that explains its own errors',
        ],
        lessons: [
          'a real button element solves problems you did not know you had',
          'ten minutes with only a keyboard finds more bugs than a day of reading code',
        ],
        skills: ['Accessibility', 'HTML', 'CSS'],
      },
      {
        about: 'typed back ends',
        made: ['a room booking service for the library', 'a small API for the canteen menu'],
        lessons: [
          'checking input at the edge keeps the rest of the code calm',
          'the index you forgot matters more than the framework you chose',
        ],
        skills: ['Node.js', 'PostgreSQL', 'TypeScript'],
      },
      {
        about: 'fast front ends',
        made: ['a student marketplace that opens in a second', 'a news page that works on the train'],
        lessons: [
          'one huge picture can undo a month of careful work',
          'measuring on an old phone is humbling',
        ],
        skills: ['Next.js', 'React', 'Web Performance'],
      },
      {
        about: 'deploying side projects',
        made: ['a one-command deployment for our club site', 'a tiny status page for campus services'],
        lessons: [
          'a rollback you have practised is the best feature of a release',
          'most outages begin with an expired certificate',
        ],
        skills: ['Docker', 'CI/CD', 'Linux'],
      },
      {
        about: 'maps and open data on the web',
        made: ['a live map of free bicycle stands', 'a browser for twenty years of city budgets'],
        lessons: [
          'cleaning the addresses took longer than drawing the map',
          'people read the legend last, so label the thing itself',
        ],
        skills: ['D3.js', 'REST API', 'Data Visualization'],
      },
    ],
    formats: [
      { category: 'workshop', title: 'Web Workshop: {About}', hours: 2, draw: 1 },
      { category: 'hackathon', title: 'Weekend Web Hack: {About}', hours: 26, draw: 2.4 },
      { category: 'talk', title: 'Lightning Talks: {About}', hours: 2, draw: 1.1 },
    ],
    weekdays: [2, 4],
    hours: [18, 19],
    tracks: ['web', 'software', 'product'],
    weight: 8,
    media: 0.25,
  },
  {
    name: 'data science',
    club: 'Data Science Society',
    departments: ['Mathematics', 'Computer Science', 'Psychology', 'Biology'],
    skills: ['Python', 'pandas', 'SQL', 'Machine Learning'],
    topics: [
      {
        about: 'forecasting with time series',
        made: ['a forecast of canteen queues', 'a model of bicycle rentals by the hour'],
        lessons: [
          'last week repeated is a hard forecast to beat',
          'public holidays explain most of the strange days',
        ],
        skills: ['Time Series', 'R', 'Statistics'],
      },
      {
        about: 'text classification',
        made: ['a sorter for course feedback', 'a detector of duplicate questions in our forum'],
        lessons: [
          'reading two hundred examples yourself is the best feature engineering',
          'a linear model on word counts is a fine place to start',
        ],
        skills: ['Natural Language Processing', 'scikit-learn', 'Python'],
      },
      {
        about: 'dashboards people use',
        made: ['a dashboard of energy use in the dorms', 'a weekly report on library seats'],
        lessons: [
          'one number with last year beside it says more than six charts',
          'nobody scrolls, so the answer goes on top',
        ],
        skills: ['Tableau', 'SQL', 'Data Visualization'],
      },
      {
        about: 'Bayesian statistics',
        made: ['a hierarchical model of exam difficulty', 'an analysis of our coffee tasting experiment'],
        lessons: [
          'writing down the prior starts the useful argument',
          'drawing from the prior shows at once what you got wrong',
        ],
        skills: ['Bayesian Statistics', 'Experimental Design', 'R'],
      },
      {
        about: 'training neural networks',
        made: ['a bird call recogniser for the campus park', 'a network that reads handwritten lab notes'],
        lessons: [
          'a model that cannot overfit ten samples has a bug',
          'mislabelled data looks exactly like a hard problem',
        ],
        skills: ['PyTorch', 'Deep Learning', 'NumPy'],
      },
    ],
    formats: [
      { category: 'workshop', title: 'Data Workshop: {About}', hours: 2, draw: 1.1 },
      { category: 'talk', title: 'Data Seminar: {About}', hours: 1.5, draw: 0.9 },
      { category: 'competition', title: 'Prediction Challenge: {About}', hours: 5, draw: 1.8 },
    ],
    weekdays: [1, 3],
    hours: [17, 18],
    tracks: ['data', 'software', 'actuarial'],
    weight: 7,
    media: 0.3,
  },
  {
    name: 'startups',
    club: 'Founders Society',
    departments: ['Business', 'Computer Science', 'Design'],
    skills: ['Pitching', 'Market Research', 'Business Strategy', 'Leadership'],
    topics: [
      {
        about: 'talking to customers',
        made: ['thirty interviews with first-year commuters', 'a landing page test for a laundry service'],
        lessons: [
          'people praise your idea and then describe a different problem',
          'asking about last week beats asking about next year',
        ],
        skills: ['Customer Discovery', 'User Interviews', 'Market Research'],
      },
      {
        about: 'pricing and unit economics',
        made: ['a cost model for a campus lunch delivery', 'three price tests for a tutoring app'],
        lessons: [
          'doubling the price lost us only two customers',
          'the spreadsheet is honest about the thing we avoid talking about',
        ],
        skills: ['Pricing', 'Financial Modeling', 'Excel'],
      },
      {
        about: 'pitch decks',
        made: ['a five-slide pitch for a reusable cup scheme', 'a demo day pitch for our textbook exchange'],
        lessons: [
          'the first slide should say what it is, in plain words',
          'investors remember one number, so choose it yourself',
        ],
        skills: ['Pitching', 'Storytelling', 'Slide Design'],
      },
      {
        about: 'first users and growth',
        made: ['a referral scheme for our study group app', 'a launch plan with no budget at all'],
        lessons: [
          'the first fifty users come from asking fifty people',
          'a newsletter nobody opens is not a channel',
        ],
        skills: ['Search Engine Optimization', 'Digital Marketing', 'Google Analytics'],
      },
      {
        about: 'prototypes without code',
        made: ['a clickable prototype of a ride board', 'a concierge version of a moving service'],
        lessons: [
          'doing it by hand for a week taught us what to automate',
          'a prototype people can break is better than a plan they can praise',
        ],
        skills: ['No-Code Tools', 'Product Management', 'Prototyping'],
      },
    ],
    formats: [
      { category: 'networking', title: 'Founders Evening: {About}', hours: 2, draw: 1.3 },
      { category: 'workshop', title: 'Startup Clinic: {About}', hours: 2, draw: 0.9 },
      { category: 'competition', title: 'Pitch Night: {About}', hours: 3, draw: 2 },
    ],
    weekdays: [4, 5],
    hours: [17, 18],
    tracks: ['founder', 'product', 'marketing', 'finance'],
    weight: 7,
    media: 0.25,
  },
  {
    name: 'film',
    club: 'Film Society',
    departments: ['Media Studies', 'Design', 'Music'],
    skills: ['Video Editing', 'Premiere Pro', 'Cinematography', 'Storytelling'],
    topics: [
      {
        about: 'short documentaries',
        made: ['a ten-minute portrait of the night baker', 'a documentary on the last ferry pilot in town'],
        lessons: [
          'the best answer comes after you stop asking',
          'you need twice the shots of hands and windows',
        ],
        skills: ['Documentary Filmmaking', 'Interviewing', 'Storytelling'],
      },
      {
        about: 'colour grading',
        made: ['a cold winter look for our short film', 'a graded reel of five student films'],
        lessons: [
          'matching the shots comes before choosing a look',
          'skin tells you when you have gone too far',
        ],
        skills: ['DaVinci Resolve', 'Color Grading', 'Color Theory'],
      },
      {
        about: 'screenwriting',
        made: ['a one-room script for two actors', 'a third draft of our heist comedy'],
        lessons: ['reading it aloud kills the false lines for you', 'a scene without a wish is only talk'],
        skills: ['Screenwriting', 'Script Editing', 'Creative Writing'],
      },
      {
        about: 'lighting on a small budget',
        made: ['a night scene lit with three desk lamps', 'a music video shot in a laundry room'],
        lessons: [
          'taking light away is the cheap half of lighting',
          'baking paper is a perfectly good diffuser',
        ],
        skills: ['Film Lighting', 'Camera Operation', 'Cinematography'],
      },
      {
        about: 'sound on set',
        made: ['a library of door and footstep sounds', 'a clean dialogue track for a street scene'],
        lessons: [
          'a minute of silent room tone saves the whole edit',
          'viewers forgive a soft picture and never bad sound',
        ],
        skills: ['Sound Recording', 'Foley', 'Audio Editing'],
      },
    ],
    formats: [
      { category: 'screening', title: 'Screening and Talk: {About}', hours: 3, draw: 1.8 },
      { category: 'workshop', title: 'Film Workshop: {About}', hours: 3, draw: 0.8 },
      { category: 'meetup', title: 'Film Crew Call: {About}', hours: 2, draw: 0.7 },
    ],
    weekdays: [5, 0],
    hours: [19, 20],
    tracks: ['film', 'communication'],
    weight: 5,
    media: 0.75,
  },
  {
    name: 'music production',
    club: 'Studio Collective',
    departments: ['Music', 'Media Studies', 'Computer Science'],
    skills: ['Ableton Live', 'Mixing', 'Music Theory', 'Sound Design'],
    topics: [
      {
        about: 'synthesizers and sound design',
        made: ['a pack of forty synth patches', 'a drum kit recorded from kitchen tools'],
        lessons: [
          'a slow filter does more than a fifth layer',
          'limiting yourself to one synth makes the track finish itself',
        ],
        skills: ['Synthesis', 'Sound Design', 'Ableton Live'],
      },
      {
        about: 'mixing and mastering',
        made: ['a master of our first EP', 'a remix for the campus radio jingle'],
        lessons: [
          'turning things down is the whole art',
          'a mix that works on a phone speaker works everywhere',
        ],
        skills: ['Mastering', 'Pro Tools', 'Mixing'],
      },
      {
        about: 'recording live bands',
        made: ['a live session with a jazz trio', 'a choir recording in the old chapel'],
        lessons: [
          'moving the microphone a hand wide beats any plug-in',
          'the room is an instrument and you have to tune it',
        ],
        skills: ['Microphone Technique', 'Sound Recording', 'Logic Pro'],
      },
      {
        about: 'songwriting',
        made: ['a song a week for a whole term', 'a duet for the winter concert'],
        lessons: [
          'the second verse is where a song earns its chorus',
          'singing the melody before touching a chord keeps it honest',
        ],
        skills: ['Songwriting', 'Arranging', 'Music Theory'],
      },
      {
        about: 'generative music',
        made: ['a patch that plays the weather', 'an installation that sings when doors open'],
        lessons: [
          'a little randomness needs a lot of rules around it',
          'listeners hear intention wherever there is a pulse',
        ],
        skills: ['Max MSP', 'SuperCollider', 'MIDI'],
      },
    ],
    formats: [
      { category: 'concert', title: 'Studio Night Live: {About}', hours: 3, draw: 2 },
      { category: 'workshop', title: 'Studio Session: {About}', hours: 2, draw: 0.7 },
      { category: 'meetup', title: 'Beat Swap: {About}', hours: 2, draw: 0.8 },
    ],
    weekdays: [5, 6],
    hours: [20, 21],
    tracks: ['music', 'games'],
    weight: 4,
    media: 0.7,
  },
  {
    name: 'sustainability',
    club: 'Green Campus Group',
    departments: ['Environmental Science', 'Biology', 'Mechanical Engineering', 'Business'],
    skills: ['Sustainability', 'Community Outreach', 'Environmental Policy', 'Life Cycle Assessment'],
    topics: [
      {
        about: 'energy use on campus',
        made: ['an energy audit of the old dormitory', 'a plan for solar panels on the sports hall'],
        lessons: [
          'the heating was running all summer because nobody owned the timer',
          'the boring fix with insulation paid back first',
        ],
        skills: ['Energy Auditing', 'Renewable Energy', 'Excel'],
      },
      {
        about: 'mapping local biodiversity',
        made: ['a map of every tree on campus', 'a count of wild bees along the river path'],
        lessons: [
          'two careful observers still disagree on one tree in ten',
          'mowing one strip less brought back four species',
        ],
        skills: ['QGIS', 'Geographic Information Systems', 'Field Sampling'],
      },
      {
        about: 'repair and reuse',
        made: ['a monthly repair café', 'a swap shelf for lab equipment'],
        lessons: [
          'most broken kettles only need a clean contact',
          'people come for the toaster and stay for the company',
        ],
        skills: ['Circular Design', 'Repair', 'Soldering'],
      },
      {
        about: 'the campus garden',
        made: ['raised beds behind the canteen', 'a compost scheme for two dormitories'],
        lessons: [
          'compost needs more cardboard than anyone believes',
          'a watering rota fails without one stubborn person',
        ],
        skills: ['Permaculture', 'Composting', 'Volunteer Management'],
      },
      {
        about: 'climate policy',
        made: ['a travel policy the senate voted for', 'a funding proposal for night buses'],
        lessons: [
          'a policy with a named owner gets done',
          'the finance office is an ally if you bring numbers',
        ],
        skills: ['Policy Analysis', 'Grant Writing', 'Environmental Policy'],
      },
    ],
    formats: [
      { category: 'volunteering', title: 'Green Saturday: {About}', hours: 4, draw: 1.3 },
      { category: 'talk', title: 'Green Campus Talk: {About}', hours: 1.5, draw: 1 },
      { category: 'workshop', title: 'Hands-on Green: {About}', hours: 3, draw: 0.8 },
    ],
    weekdays: [6, 2],
    hours: [10, 11],
    tracks: ['sustainability', 'communication'],
    weight: 5,
    media: 0.4,
  },
  {
    name: 'game development',
    club: 'Game Makers Club',
    departments: ['Computer Science', 'Design', 'Music'],
    skills: ['Unity', 'C#', 'Game Design', 'Blender'],
    topics: [
      {
        about: 'level design',
        made: ['a puzzle level with no text at all', 'a platformer set in the university library'],
        lessons: [
          'watching a player in silence is painful and priceless',
          'players follow light long before they follow arrows',
        ],
        skills: ['Level Design', 'Playtesting', 'Unity'],
      },
      {
        about: 'shaders and rendering',
        made: ['a watercolour shader', 'a storm that runs on an old laptop'],
        lessons: [
          'a texture lookup is often cheaper than clever arithmetic',
          'debugging by painting values as colours never gets old',
        ],
        skills: ['Shader Programming', 'Linear Algebra', 'OpenGL'],
      },
      {
        about: 'pixel art and animation',
        made: ['a walking cycle in eight frames', 'a tile set of our campus'],
        lessons: [
          'removing pixels makes a sprite readable',
          'the pose matters more than the number of frames',
        ],
        skills: ['Pixel Art', 'Aseprite', 'Animation'],
      },
      {
        about: 'multiplayer games',
        made: ['a four-player kitchen game over the network', 'a chess variant with live spectators'],
        lessons: [
          'lag can be hidden but never removed',
          'the server has to be right and the client has to be kind',
        ],
        skills: ['Network Programming', 'Godot', 'C#'],
      },
      {
        about: 'stories and sound in games',
        made: ['a branching story about a lighthouse', 'a soundtrack that reacts to the player'],
        lessons: [
          'three choices that matter beat thirty that do not',
          'silence is the strongest cue we have',
        ],
        skills: ['Narrative Design', 'FMOD', 'Sound Design'],
      },
    ],
    formats: [
      { category: 'hackathon', title: 'Game Jam: {About}', hours: 30, draw: 2.2 },
      { category: 'workshop', title: 'Game Workshop: {About}', hours: 2.5, draw: 0.9 },
      { category: 'meetup', title: 'Playtest Night: {About}', hours: 2, draw: 1 },
    ],
    weekdays: [5, 6],
    hours: [16, 18],
    tracks: ['games', 'software', 'design'],
    weight: 6,
    media: 0.6,
  },
  {
    name: 'public speaking',
    club: 'Speakers Union',
    departments: ['Psychology', 'Business', 'Media Studies'],
    skills: ['Public Speaking', 'Debating', 'Storytelling', 'Rhetoric'],
    topics: [
      {
        about: 'debating',
        made: ['a case for free public transport', 'a training plan for the spring tournament'],
        lessons: [
          'granting the best point of the other side wins the room',
          'a good example does the work of three arguments',
        ],
        skills: ['Argumentation', 'Critical Thinking', 'Debating'],
      },
      {
        about: 'explaining science on stage',
        made: ['a five-minute talk on sleep', 'a talk about bacteria without a single slide'],
        lessons: [
          'one surprising object in your hand beats ten slides',
          'cutting the method made everyone ask about it',
        ],
        skills: ['Science Communication', 'Slide Design', 'Public Speaking'],
      },
      {
        about: 'improvised theatre',
        made: ['an improvised hour with no props', 'a comedy night for first-years'],
        lessons: ['listening is faster than being funny', 'a pause reads as confidence from the third row'],
        skills: ['Improvisation', 'Stage Presence', 'Voice Training'],
      },
      {
        about: 'podcasts and interviews',
        made: ['a podcast with people who changed their major', 'an interview series with night-shift staff'],
        lessons: [
          'the second take is always the stiff one',
          'sending the questions ahead makes the answers duller',
        ],
        skills: ['Podcasting', 'Interviewing', 'Audio Editing'],
      },
      {
        about: 'negotiation and model parliaments',
        made: ['a simulation of a climate summit', 'a negotiation exercise on shared kitchens'],
        lessons: [
          'the other side often wants something that costs you nothing',
          'writing the agenda is half of the negotiation',
        ],
        skills: ['Negotiation', 'Diplomacy', 'Policy Analysis'],
      },
    ],
    formats: [
      { category: 'competition', title: 'Open Debate: {About}', hours: 3, draw: 1.5 },
      { category: 'workshop', title: 'Speaking Practice: {About}', hours: 2, draw: 0.8 },
      { category: 'talk', title: 'Open Stage: {About}', hours: 2, draw: 1.3 },
    ],
    weekdays: [1, 2],
    hours: [18, 19],
    tracks: ['communication', 'people', 'marketing'],
    weight: 5,
    media: 0.25,
  },
  {
    name: 'photography',
    club: 'Photo Club',
    departments: ['Design', 'Media Studies', 'Environmental Science'],
    skills: ['Photography', 'Lightroom', 'Photoshop', 'Photo Editing'],
    topics: [
      {
        about: 'portraits',
        made: ['a portrait series of the kitchen staff', 'forty graduation portraits in one afternoon'],
        lessons: [
          'talking to people is ninety per cent of a portrait',
          'one window is all the studio you need',
        ],
        skills: ['Portrait Photography', 'Studio Lighting', 'Retouching'],
      },
      {
        about: 'street photography',
        made: ['a month of photographs from one bus stop', 'a zine about rain in the old town'],
        lessons: [
          'waiting in a good place beats chasing a good moment',
          'a fixed lens teaches your feet to compose',
        ],
        skills: ['Street Photography', 'Visual Storytelling', 'Photo Editing'],
      },
      {
        about: 'film and darkroom work',
        made: ['a first properly exposed roll', 'a set of hand-printed postcards'],
        lessons: ['thirty-six frames make you look twice', 'test strips are cheaper than optimism'],
        skills: ['Analog Photography', 'Darkroom Printing', 'Photography'],
      },
      {
        about: 'wildlife and macro photography',
        made: ['a year of kingfishers at the campus pond', 'close-ups of moss in January'],
        lessons: ['the best lens is getting up an hour earlier', 'wind is the true enemy of close-ups'],
        skills: ['Wildlife Photography', 'Macro Photography', 'Field Sampling'],
      },
      {
        about: 'photographing events',
        made: ['the pictures of the winter concert', 'a photo story of the robot games'],
        lessons: [
          'delivering twenty good frames tonight beats two hundred next month',
          'knowing the schedule is half of being in the right place',
        ],
        skills: ['Event Photography', 'Lightroom', 'Client Communication'],
      },
    ],
    formats: [
      { category: 'meetup', title: 'Photo Walk: {About}', hours: 3, draw: 0.9 },
      { category: 'exhibition', title: 'Exhibition Opening: {About}', hours: 3, draw: 1.8 },
      { category: 'workshop', title: 'Photo Workshop: {About}', hours: 2, draw: 0.8 },
    ],
    weekdays: [0, 6],
    hours: [9, 15],
    tracks: ['photography', 'film', 'design'],
    weight: 5,
    media: 0.9,
  },
  {
    name: 'product design',
    club: 'Design Lab',
    departments: ['Design', 'Psychology', 'Computer Science'],
    skills: ['Figma', 'User Research', 'Prototyping', 'Typography'],
    topics: [
      {
        about: 'usability testing',
        made: ['a usability test of the enrolment portal', 'a test kit that fits in a shoe box'],
        lessons: [
          'five people are enough to ruin your favourite idea',
          'what people say and where they click rarely agree',
        ],
        skills: ['Usability Testing', 'User Interviews', 'User Research'],
      },
      {
        about: 'design systems',
        made: ['a component library for student clubs', 'a colour palette that passes every contrast check'],
        lessons: [
          'naming the components is the actual design work',
          'a system nobody documented is only a habit',
        ],
        skills: ['Design Systems', 'Figma', 'CSS'],
      },
      {
        about: 'posters and type',
        made: ['a poster series for the spring concerts', 'a typeface drawn from old lab labels'],
        lessons: [
          'one size bigger and one colour fewer fixes most posters',
          'the grid is there so that you can break it once',
        ],
        skills: ['InDesign', 'Illustrator', 'Typography'],
      },
      {
        about: 'wayfinding and information design',
        made: ['new signs for the science building', 'a one-page guide for exchange students'],
        lessons: [
          'people look for the sign exactly where nobody wanted to hang it',
          'an arrow is a promise you have to keep at the next corner',
        ],
        skills: ['Information Architecture', 'Illustrator', 'Data Visualization'],
      },
      {
        about: 'motion design',
        made: ['an animated opener for the film night', 'a loading animation that tells the truth'],
        lessons: [
          'a tenth of a second is the difference between smooth and slow',
          'easing is where the character lives',
        ],
        skills: ['Motion Design', 'After Effects', 'Animation'],
      },
    ],
    formats: [
      { category: 'workshop', title: 'Design Lab: {About}', hours: 2, draw: 0.9 },
      { category: 'meetup', title: 'Open Critique: {About}', hours: 2, draw: 0.8 },
      { category: 'exhibition', title: 'Design Show: {About}', hours: 3, draw: 1.6 },
    ],
    weekdays: [1, 4],
    hours: [15, 16],
    tracks: ['design', 'web', 'product'],
    weight: 6,
    media: 0.65,
  },
  {
    name: 'biotechnology',
    club: 'Biotech Society',
    departments: ['Biology', 'Environmental Science', 'Psychology', 'Mathematics'],
    skills: ['Polymerase Chain Reaction', 'Lab Safety', 'Bioinformatics', 'Scientific Writing'],
    topics: [
      {
        about: 'gene editing',
        made: ['a yeast strain that glows', 'a cloning protocol that works on Mondays'],
        lessons: [
          'the control you skip is the one the reviewer asks for',
          'labelling the tubes is the most advanced technique we know',
        ],
        skills: ['CRISPR', 'Molecular Cloning', 'Polymerase Chain Reaction'],
      },
      {
        about: 'sequence analysis',
        made: ['a pipeline for river water samples', 'a family tree of the campus sourdough'],
        lessons: [
          'quality control removes half of the exciting results',
          'a fixed version of every tool is kindness to your later self',
        ],
        skills: ['Genomics', 'Bioinformatics', 'Python'],
      },
      {
        about: 'low-cost biosensors',
        made: ['a paper strip that detects nitrate', 'a colour reader made from a phone and a box'],
        lessons: [
          'temperature explains more than the chemistry does',
          'a sensor is only as good as its worst calibration',
        ],
        skills: ['Biosensors', 'Microfluidics', 'Arduino'],
      },
      {
        about: 'microscopy and image analysis',
        made: ['a time-lapse of dividing cells', 'a cell counter that agrees with a patient human'],
        lessons: [
          'the thinnest slice makes the best picture',
          'counting by eye first keeps the software honest',
        ],
        skills: ['Microscopy', 'ImageJ', 'Cell Culture'],
      },
      {
        about: 'public health data',
        made: ['a survey on sleep in the dormitories', 'a dashboard of flu cases by week'],
        lessons: [
          'who did not answer is the most important finding',
          'a rate without its denominator is gossip',
        ],
        skills: ['Epidemiology', 'Survey Design', 'Statistics'],
      },
    ],
    formats: [
      { category: 'talk', title: 'Biotech Seminar: {About}', hours: 1.5, draw: 1 },
      { category: 'workshop', title: 'Lab Afternoon: {About}', hours: 3, draw: 0.7 },
      { category: 'networking', title: 'Meet the Labs: {About}', hours: 2, draw: 1.3 },
    ],
    weekdays: [3, 4],
    hours: [13, 14],
    tracks: ['laboratory', 'data'],
    weight: 4,
    media: 0.35,
  },
];
