/** A line of work, from the first internship up. */
export interface Track {
  /** Job titles in the order people hold them; the first is held while studying. */
  titles: string[];
  /** Industries that employ it; names of `organisations`. */
  industries: string[];
  /** Tracks that people change to. */
  next: string[];
}

export const tracks: Record<string, Track> = {
  software: {
    titles: [
      'Software Engineering Intern',
      'Junior Software Engineer',
      'Software Engineer',
      'Senior Software Engineer',
      'Engineering Manager',
    ],
    industries: ['Software', 'Financial Technology', 'Health Technology'],
    next: ['product', 'data'],
  },
  web: {
    titles: [
      'Web Development Intern',
      'Front-End Developer',
      'Full-Stack Developer',
      'Senior Full-Stack Developer',
      'Technical Lead',
    ],
    industries: ['Software', 'Education Technology', 'Online Retail'],
    next: ['software', 'product'],
  },
  data: {
    titles: [
      'Data Science Intern',
      'Data Analyst',
      'Data Scientist',
      'Senior Data Scientist',
      'Head of Data',
    ],
    industries: ['Financial Technology', 'Health Technology', 'Online Retail'],
    next: ['software', 'product'],
  },
  product: {
    titles: [
      'Product Management Intern',
      'Associate Product Manager',
      'Product Manager',
      'Senior Product Manager',
      'Director of Product',
    ],
    industries: ['Software', 'Financial Technology', 'Online Retail'],
    next: ['founder', 'marketing'],
  },
  design: {
    titles: [
      'Design Intern',
      'Junior Product Designer',
      'Product Designer',
      'Senior Product Designer',
      'Design Lead',
    ],
    industries: ['Design Studio', 'Software', 'Education Technology'],
    next: ['product', 'web'],
  },
  founder: {
    titles: ['Startup Intern', 'Founder Associate', 'Co-Founder', 'Chief Executive Officer'],
    industries: ['Software', 'Education Technology', 'Clean Energy'],
    next: ['product', 'marketing'],
  },
  finance: {
    titles: [
      'Finance Intern',
      'Financial Analyst',
      'Senior Financial Analyst',
      'Finance Manager',
      'Finance Director',
    ],
    industries: ['Banking', 'Financial Technology', 'Consulting'],
    next: ['product', 'founder'],
  },
  marketing: {
    titles: [
      'Marketing Intern',
      'Marketing Coordinator',
      'Marketing Specialist',
      'Marketing Manager',
      'Head of Marketing',
    ],
    industries: ['Online Retail', 'Media', 'Consulting'],
    next: ['communication', 'product'],
  },
  communication: {
    titles: [
      'Communications Intern',
      'Communications Assistant',
      'Communications Officer',
      'Communications Manager',
      'Director of Communications',
    ],
    industries: ['Media', 'Public Sector', 'Non-Profit'],
    next: ['marketing', 'people'],
  },
  people: {
    titles: [
      'Human Resources Intern',
      'Human Resources Coordinator',
      'Talent Partner',
      'Senior Talent Partner',
      'Head of People',
    ],
    industries: ['Consulting', 'Banking', 'Public Sector'],
    next: ['communication'],
  },
  laboratory: {
    titles: [
      'Laboratory Intern',
      'Laboratory Technician',
      'Research Associate',
      'Scientist',
      'Senior Scientist',
    ],
    industries: ['Biotechnology', 'Health Technology', 'Research'],
    next: ['data', 'sustainability'],
  },
  sustainability: {
    titles: [
      'Sustainability Intern',
      'Environmental Analyst',
      'Sustainability Consultant',
      'Senior Sustainability Consultant',
      'Head of Sustainability',
    ],
    industries: ['Clean Energy', 'Consulting', 'Public Sector'],
    next: ['communication', 'data'],
  },
  mechanical: {
    titles: [
      'Mechanical Engineering Intern',
      'Graduate Engineer',
      'Mechanical Design Engineer',
      'Senior Mechanical Engineer',
      'Engineering Project Lead',
    ],
    industries: ['Manufacturing', 'Automotive', 'Clean Energy'],
    next: ['robotics', 'sustainability'],
  },
  robotics: {
    titles: [
      'Robotics Intern',
      'Robotics Technician',
      'Robotics Engineer',
      'Senior Robotics Engineer',
      'Robotics Team Lead',
    ],
    industries: ['Robotics', 'Manufacturing', 'Automotive'],
    next: ['software', 'mechanical'],
  },
  film: {
    titles: ['Production Runner', 'Camera Assistant', 'Video Editor', 'Senior Video Editor', 'Film Producer'],
    industries: ['Film', 'Media'],
    next: ['communication', 'marketing'],
  },
  music: {
    titles: [
      'Studio Intern',
      'Assistant Sound Engineer',
      'Sound Engineer',
      'Senior Sound Engineer',
      'Music Producer',
    ],
    industries: ['Music', 'Film', 'Games'],
    next: ['teaching', 'film'],
  },
  games: {
    titles: [
      'Game Development Intern',
      'Junior Gameplay Programmer',
      'Gameplay Programmer',
      'Senior Gameplay Programmer',
      'Lead Game Developer',
    ],
    industries: ['Games'],
    next: ['software', 'design'],
  },
  photography: {
    titles: [
      'Photography Intern',
      'Photography Assistant',
      'Photographer',
      'Senior Photographer',
      'Photo Editor',
    ],
    industries: ['Media', 'Design Studio', 'Online Retail'],
    next: ['design', 'marketing'],
  },
  actuarial: {
    titles: ['Actuarial Intern', 'Actuarial Analyst', 'Associate Actuary', 'Senior Actuary', 'Chief Actuary'],
    industries: ['Insurance', 'Banking'],
    next: ['data', 'finance'],
  },
  teaching: {
    titles: [
      'Classroom Assistant',
      'Trainee Teacher',
      'Secondary School Teacher',
      'Head of Subject',
      'Deputy Head Teacher',
    ],
    industries: ['Education'],
    next: ['communication'],
  },
};

export const university = 'Lindenfield University';

/** Employers by industry; all invented. */
export const organisations: Record<string, string[]> = {
  Software: [
    'Copperleaf Software',
    'Kitewire',
    'Plainbridge Systems',
    'Nordlys Apps',
    'Tidepool Labs',
    'Oxbow Cloud',
  ],
  'Financial Technology': ['Pennyway', 'Ledgerlark', 'Harbour Pay', 'Quillcoin Services'],
  'Health Technology': ['Clearpulse', 'Wardlight Health', 'Medlark', 'Oakwell Diagnostics'],
  'Education Technology': ['Chalkstone', 'Lernwerk', 'Papercrane Learning', 'Studybarn'],
  'Online Retail': ['Basketry', 'Fernmarket', 'Parcel & Post', 'Wicker Street'],
  'Design Studio': ['Studio Halvard', 'Inkwell & Daughters', 'Paper Lantern Design', 'Form Nine'],
  Banking: ['Westmere Bank', 'Savings Bank of Lindenfield', 'Alder Trust', 'Corvane Capital'],
  Insurance: ['Fairhaven Mutual', 'Stonebridge Assurance', 'Evergate Insurance'],
  Consulting: ['Marlowe Partners', 'Highfield Advisory', 'Bracken & Sons Consulting', 'Threewell'],
  Media: ['Lindenfield Courier', 'Radio Meridian', 'Longform House', 'Public Channel Nine'],
  Film: ['Blue Door Pictures', 'Saltmarsh Films', 'Nightjar Productions', 'Reelhouse Collective'],
  Music: ['Attic Room Studios', 'Undertone Records', 'Concert Hall Lindenfield', 'Tapehead Sound'],
  Games: ['Badger Moon Games', 'Foxglove Interactive', 'Sixth Planet', 'Little Engine Studio'],
  Biotechnology: ['Helixmoor', 'Verdant Bioworks', 'Cellbridge', 'Amberline Genomics'],
  Research: ['Institute for Marine Biology', 'National Plant Laboratory', 'Hartwell Research Institute'],
  'Clean Energy': ['Windrow Power', 'Sunfield Cooperative', 'Gridshift', 'Tidal North'],
  Manufacturing: ['Ironvale Works', 'Precision Tool Company', 'Castella Machines', 'Rivet & Beam'],
  Automotive: ['Velora Motors', 'Axle Systems', 'Roadrunner Mobility', 'Kestrel Vehicles'],
  Robotics: ['Brightarm Robotics', 'Handlewerk', 'Rover Field Systems', 'Gantry Dynamics'],
  'Public Sector': ['City of Lindenfield', 'Regional Transport Authority', 'Ministry of Environment'],
  'Non-Profit': ['River Trust', 'Open Door Foundation', 'Books for All', 'Youth Stage Network'],
  Education: [
    'Lindenfield Grammar School',
    'Northgate School',
    'St Brendan Secondary School',
    'Lakeside Academy',
  ],
};

/** Work before or beside the first years of study. */
export const firstJobs = [
  {
    title: 'Shop Assistant',
    organisations: ['Fernmarket', 'Wicker Street', 'Parcel & Post'],
    industry: 'Retail',
  },
  { title: 'Barista', organisations: ['Café Orchard', 'The Copper Kettle'], industry: 'Hospitality' },
  { title: 'Private Tutor', organisations: ['Studybarn', 'Lernwerk'], industry: 'Education' },
  { title: 'Volunteer', organisations: ['River Trust', 'Open Door Foundation'], industry: 'Non-Profit' },
];

/** Paid work on campus. */
export const campusJobs = [
  'Teaching Assistant',
  'Peer Tutor',
  'Library Assistant',
  'Student Ambassador',
  'Residence Assistant',
];

/** Offices in a student club; the club is the organisation. */
export const clubOffices = ['President', 'Treasurer', 'Events Officer', 'Workshop Lead', 'Outreach Officer'];
